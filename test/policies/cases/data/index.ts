import type { RuleCases } from "../case";
import { connectionCases } from "./connections";
import { protectionCases } from "./protection";
import { storageCases } from "./storage";
import { authenticationCases } from "./stores-authentication";
import { tlsCases } from "./stores-tls";

export const dataCases: readonly RuleCases[] = [
    ...storageCases,
    ...authenticationCases,
    ...tlsCases,
    ...connectionCases,
    ...protectionCases,
];

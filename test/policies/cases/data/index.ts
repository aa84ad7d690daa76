import type { RuleCases } from "../case";
import { connectionCases } from "./connections";
import { protectionCases } from "./protection";
import { qdrantCases } from "./qdrant-settings";
import { storageCases } from "./storage";
import { authenticationCases } from "./stores-authentication";
import { tlsCases } from "./stores-tls";

export const dataCases: readonly RuleCases[] = [
    ...storageCases,
    ...authenticationCases,
    ...tlsCases,
    qdrantCases,
    ...connectionCases,
    ...protectionCases,
];

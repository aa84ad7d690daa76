import type { RuleCases } from "../case";
import { backendCases } from "./backends";
import { corsCases } from "./cors";
import { hostCases } from "./hosts";
import { issuerCases } from "./issuers";
import { limitCases } from "./limits";
import { plainHttpCases } from "./plain-http";

export const routeCases: readonly RuleCases[] = [
    ...hostCases,
    ...plainHttpCases,
    ...issuerCases,
    ...backendCases,
    ...limitCases,
    ...corsCases,
];

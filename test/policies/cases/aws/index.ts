import type { RuleCases } from "../case";
import { keyCases } from "./keys";
import { policyCases } from "./policies";
import { providerCases } from "./providers";

export const awsCases: readonly RuleCases[] = [...keyCases, ...policyCases, ...providerCases];

import type { RuleCases } from "../case";
import { generatedCases } from "./generated";
import { literalCases } from "./literal";
import { placementCases } from "./placement";

export const secretCases: readonly RuleCases[] = [...literalCases, ...placementCases, ...generatedCases];

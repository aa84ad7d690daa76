import type { RuleCases } from "../case";
import { helmReleaseCases } from "./helm-release";
import { placeholderCases } from "./placeholder";
import { stableApiCases, uncheckedKindCases } from "./kinds";

export const hygieneCases: readonly RuleCases[] = [
    stableApiCases,
    helmReleaseCases,
    placeholderCases,
    uncheckedKindCases,
];

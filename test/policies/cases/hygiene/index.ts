import type { RuleCases } from "../case";
import { helmReleaseCases } from "./helm-release";
import { stableApiCases, uncheckedKindCases } from "./kinds";

export const hygieneCases: readonly RuleCases[] = [stableApiCases, helmReleaseCases, uncheckedKindCases];

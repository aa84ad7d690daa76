import type { Rule } from "../../engine/rule";
import { generatedSecretStrength } from "./generated-secret-strength";
import { generatedSecretType } from "./generated-secret-type";
import { generationAge } from "./generation-age";
import { keyOverlap } from "./key-overlap";
import { secretLiteral } from "./secret-literal";
import { secretPlacement } from "./secret-placement";

export const secretRules: readonly Rule[] = [
    secretLiteral,
    secretPlacement,
    generatedSecretType,
    generatedSecretStrength,
    generationAge,
    keyOverlap,
];

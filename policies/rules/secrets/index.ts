import type { Rule } from "../../rule";
import { generatedSecretType } from "./generated-secret-type";
import { secretLiteral } from "./secret-literal";

export const secretRules: readonly Rule[] = [secretLiteral, generatedSecretType];

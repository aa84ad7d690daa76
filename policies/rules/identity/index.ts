import type { Rule } from "../../rule";
import { kratosSettings } from "./kratos-settings";

export const identityRules: readonly Rule[] = [kratosSettings];

import type { Rule } from "../../engine/rule";
import { kratosLogins } from "./kratos-logins";
import { kratosSecrets } from "./kratos-secrets";
import { kratosSettings } from "./kratos-settings";

export const identityRules: readonly Rule[] = [kratosSettings, kratosSecrets, kratosLogins];

import type { Rule } from "../../engine/rule";
import { apiServiceTls } from "./api-service-tls";
import { webhookAuthority } from "./webhook-authority";
import { webhookFailure } from "./webhook-failure";
import { webhookTarget } from "./webhook-target";

export const apiRules: readonly Rule[] = [apiServiceTls, webhookTarget, webhookAuthority, webhookFailure];

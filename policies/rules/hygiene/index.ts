import type { Rule } from "../../engine/rule";
import { apiRules } from "../api";
import { awsRules } from "../aws";
import { dataRules } from "../data";
import { namespaceRules } from "../namespaces";
import { networkRules } from "../network";
import { normRules } from "../norms";
import { podSecurityRules } from "../pod-security";
import { podRules } from "../pods";
import { rbacRules } from "../rbac";
import { routeRules } from "../routes";
import { secretRules } from "../secrets";
import { helmRelease } from "./helm-release";
import { placeholder } from "./placeholder";
import { stableApi } from "./stable-api";
import { uncheckedKind } from "./unchecked-kind";

const own: readonly Rule[] = [stableApi, helmRelease, placeholder];

export const hygieneRules: readonly Rule[] = [
    ...own,
    // It has to know what the others know.
    uncheckedKind([
        ...own,
        ...podSecurityRules,
        ...podRules,
        ...namespaceRules,
        ...networkRules,
        ...routeRules,
        ...rbacRules,
        ...apiRules,
        ...secretRules,
        ...dataRules,
        ...normRules,
        ...awsRules,
    ]),
];

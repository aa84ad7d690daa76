import type { Rule } from "../../engine/rule";
import { disruptionBudget } from "./disruption-budget";
import { drainsBeforeStop } from "./drains-before-stop";
import { imageDigest } from "./image-digest";
import { imageRegistry } from "./image-registry";
import { imageTag } from "./image-tag";
import { noBarePods } from "./no-bare-pods";
import { nodeName } from "./node-name";
import { probesRequired } from "./probes-required";
import { readOnlyRootFilesystem } from "./read-only-root-filesystem";
import { recommendedLabels } from "./recommended-labels";
import { replicas } from "./replicas";
import { resourcesRequired } from "./resources-required";
import { selectorMatches } from "./selector-matches";
import { serviceAccountName } from "./service-account-name";
import { serviceAccountToken } from "./service-account-token";
import { systemPriority } from "./system-priority";
import { tolerations } from "./tolerations";
import { topologySpread } from "./topology-spread";
import { workloadSelector } from "./workload-selector";

export const podRules: readonly Rule[] = [
    readOnlyRootFilesystem,
    resourcesRequired,
    probesRequired,
    imageTag,
    imageDigest,
    imageRegistry,
    serviceAccountToken,
    serviceAccountName,
    noBarePods,
    recommendedLabels,
    replicas,
    topologySpread,
    disruptionBudget,
    drainsBeforeStop,
    workloadSelector,
    selectorMatches,
    nodeName,
    tolerations,
    systemPriority,
];

import type { Rule } from "../../rule";
import { imageTag } from "./image-tag";
import { readOnlyRootFilesystem } from "./read-only-root-filesystem";
import { resourcesRequired } from "./resources-required";
import { serviceAccountToken } from "./service-account-token";

export const podRules: readonly Rule[] = [readOnlyRootFilesystem, resourcesRequired, serviceAccountToken, imageTag];

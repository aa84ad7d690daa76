import type { Row } from "../row";
import { namespaceFields, networkFields, rbacFields } from "./cluster";
import { applicationFields, dataFields, protectedFields } from "./data";
import { podFields, workloadFields } from "./pods";
import { releaseFields } from "./releases";
import { routeFields } from "./routes";
import { awsFields, secretFields } from "./secrets";
import { traefikFields } from "./traefik";

/** Every field that matters, what happens to it, and the rule that has to notice. */
export const guarded: readonly Row[] = [
    ...podFields,
    ...workloadFields,
    ...namespaceFields,
    ...networkFields,
    ...rbacFields,
    ...routeFields,
    ...traefikFields,
    ...dataFields,
    ...applicationFields,
    ...protectedFields,
    ...secretFields,
    ...awsFields,
    ...releaseFields,
];

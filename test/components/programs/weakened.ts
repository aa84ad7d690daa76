import * as pulumi from "@pulumi/pulumi";
import { Platform } from "../../../components";
import { engineConfig, loadConfig } from "../../../config";

/** Its transforms take protection away, and put a secret where everybody can read. */
new Platform("platform", {
    config: loadConfig(engineConfig()),
    transform: {
        redis: {
            statefulSet: ({ metadata, spec }) => {
                metadata.annotations = { ...metadata.annotations, note: pulumi.secret("canary-4711") };
                for (const container of spec.template.spec.containers) {
                    container.securityContext = { privileged: true };
                }
            },
        },
        namespaces: {
            application: {
                namespace: ({ metadata }) => {
                    metadata.labels = { ...metadata.labels, "pod-security.kubernetes.io/enforce": "privileged" };
                },
            },
        },
    },
});

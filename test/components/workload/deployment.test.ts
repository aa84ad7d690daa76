import assert from "node:assert/strict";
import { deploymentArgs } from "../../../components/workload/deployment";
import { workload } from "../../../components/workload/identity";
import { without } from "../../support/pods";
import { defined } from "../../support/defined";

const ARGS = { workload: workload("shop", "app"), component: "frontend", version: "1.0.0", replicas: 3, template: {} };

describe("deploymentArgs", () => {
    it("keeps every old replica until a new one serves", () => {
        assert.deepEqual(deploymentArgs(ARGS), {
            metadata: {
                name: "app",
                namespace: "shop",
                labels: {
                    app: "app",
                    "app.kubernetes.io/name": "app",
                    "app.kubernetes.io/component": "frontend",
                    "app.kubernetes.io/part-of": "kato-platform",
                    "app.kubernetes.io/managed-by": "pulumi",
                    "app.kubernetes.io/version": "1.0.0",
                },
            },
            spec: {
                replicas: 3,
                revisionHistoryLimit: 1,
                selector: { matchLabels: { app: "app" } },
                strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
                template: {},
            },
        });
    });

    it("never runs two of what must be alone", () => {
        const { spec } = deploymentArgs({ ...ARGS, rollout: "oneAtATime" }) as { spec: { strategy: unknown } };
        assert.deepEqual(spec.strategy, { type: "Recreate" });
    });

    it("leaves the number of replicas to an autoscaler", () => {
        const { spec } = deploymentArgs(without(ARGS, "replicas") as Omit<typeof ARGS, "replicas">);
        assert.ok(!("replicas" in defined(spec as object)));
    });
});

import assert from "node:assert/strict";
import { workload } from "../../../components/workload/identity";
import { statefulSetArgs } from "../../../components/workload/stateful-set";

describe("statefulSetArgs", () => {
    it("is one pod that a corrected one replaces even if it never became ready", () => {
        const args = {
            workload: workload("shop", "db"),
            component: "database",
            template: { spec: { containers: [] } },
        };
        assert.deepEqual(statefulSetArgs(args), {
            metadata: {
                name: "db",
                namespace: "shop",
                labels: {
                    app: "db",
                    "app.kubernetes.io/name": "db",
                    "app.kubernetes.io/component": "database",
                    "app.kubernetes.io/part-of": "kato-platform",
                    "app.kubernetes.io/managed-by": "pulumi",
                },
            },
            spec: {
                replicas: 1,
                serviceName: "db-pods",
                selector: { matchLabels: { app: "db" } },
                podManagementPolicy: "Parallel",
                template: { spec: { containers: [] } },
            },
        });
    });
});

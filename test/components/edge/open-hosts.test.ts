import assert from "node:assert/strict";
import { recordedPlatform } from "../../support/platform";

describe("The platform's hosts", () => {
    it("are opened once what they lead to runs, by objects for which the controller follows its pods", async () => {
        for (const stack of ["dev", "prod"] as const) {
            // One after another: a process records one program at a time.
            const recording = await recordedPlatform(stack);
            const routes = recording.ofType("kubernetes:k8s.nginx.org/v1:VirtualServerRoute");
            for (const { name, inputs, dependsOn } of routes) {
                const { namespace } = inputs["metadata"] as { namespace: string };
                const { upstreams } = inputs["spec"] as { upstreams: { service: string }[] };
                const known = recording.ofType("kubernetes:core/v1:Service").map((service) => {
                    const metadata = service.inputs["metadata"] as { name: string; namespace: string };
                    return `${metadata.namespace}/${metadata.name}`;
                });
                for (const { service } of upstreams) {
                    assert.ok(known.includes(`${namespace}/${service}`), `${name}: ${service}`);
                }
                for (const backend of ["kato", "kratos"]) {
                    const server = `kubernetes:apps/v1:Deployment::${backend}`;
                    assert.ok(dependsOn.includes(server), `${name} is not made after ${server}`);
                }
            }
            const servers = recording.ofType("kubernetes:k8s.nginx.org/v1:VirtualServer");
            assert.ok(routes.length > 0 && routes.length === servers.length);
            assert.deepEqual(
                servers.filter(({ inputs }) => "upstreams" in (inputs["spec"] as object)),
                [],
            );
        }
    });

    it("stay open in a rollout on AWS: pods are not ready before they are healthy targets", async () => {
        const gate = async (stack: "dev" | "prod") => {
            const namespace = (await recordedPlatform(stack)).one("kubernetes:core/v1:Namespace::nginx-ingress");
            const { labels } = namespace.inputs["metadata"] as { labels: Record<string, string> };
            return labels["elbv2.k8s.aws/pod-readiness-gate-inject"];
        };
        assert.deepEqual([await gate("dev"), await gate("prod")], [undefined, "enabled"]);
    });
});

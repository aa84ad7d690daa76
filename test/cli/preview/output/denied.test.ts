import assert from "node:assert/strict";
import { deniedText } from "../../../../cli/preview/output/summary";
import { previewOf } from "../../../support/preview";

describe("what the preview says is denied", () => {
    it("is everything else where all namespaces are the platform's", async () => {
        assert.equal(deniedText(await previewOf("prod")), "everything else is denied");
    });

    it("leaves out the namespace of the cluster's own ingress controller", async () => {
        const patch =
            "edge: { controller: { mode: existing, replicas: null, resources: null, namespace: ingress, ingressClass: nginx, podLabels: { app: nginx } }, exposure: null, loadBalancer: null }";
        assert.equal(
            deniedText(await previewOf("prod", patch)),
            "everything else is denied in cert-manager, kato, kratos, and nothing in ingress, which is not the platform's",
        );
    });

    it("is nothing where no namespace denies by default", () => {
        const connections = [{ from: "ingress/nginx", to: "shop/app", port: 1, protocol: "TCP" }];
        assert.equal(
            deniedText({ objects: [], connections }),
            "nothing is denied in ingress, which is not the platform's",
        );
    });
});

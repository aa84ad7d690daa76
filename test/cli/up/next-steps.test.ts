import assert from "node:assert/strict";
import { printNextSteps } from "../../../cli/up/next-steps";
import type { Config } from "../../../config";
import { stackConfig } from "../../support/stack";

describe("The next steps", () => {
    function steps(config: Config): string {
        let text = "";
        printNextSteps({ write: (more) => (text += more) }, config, "my-cluster", "/p/.local/passphrase");
        return text;
    }

    it("lead to the installed edge by a tunnel where it has no address", () => {
        const text = steps(stackConfig("dev"));
        assert.match(text, /^ {4}https:\/\/localhost:4433\/\n {4}https:\/\/kato\.localhost:4433\/$/m);
        assert.match(
            text,
            /^ {4}kubectl --context my-cluster --namespace nginx-ingress port-forward service\/nginx-ingress-controller 4433:443$/m,
        );
    });

    it("name the address to lead the hosts to where a load balancer has one", () => {
        const text = steps(stackConfig("dev", { edge: { exposure: "load-balancer" } }));
        assert.match(
            text,
            /--namespace nginx-ingress get service nginx-ingress-controller {4}# the hosts must lead to/,
        );
        assert.doesNotMatch(text, /port-forward service\/nginx/);
    });

    it("name no Service of ours where the cluster has a controller of its own", () => {
        const controller = {
            mode: "existing",
            namespace: "ingress",
            ingressClass: "public",
            podLabels: { app: "controller" },
        };
        const text = steps(stackConfig("dev", { edge: { controller } }));
        assert.match(
            text,
            /^ {4}kubectl --context my-cluster --namespace ingress get services {4}# the hosts must lead/m,
        );
        assert.doesNotMatch(text, /nginx-ingress/);
    });
});

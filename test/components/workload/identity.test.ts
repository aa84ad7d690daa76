import assert from "node:assert/strict";
import { selector, serviceHost, workload } from "../../../components/workload/identity";

describe("workload", () => {
    const kato = workload("kato", "kato");

    it("is selected by the label that the seed selects by (security guide, “Kubernetes Network Policies”: app)", () => {
        assert.deepEqual(selector(kato), { app: "kato" });
    });

    it("is reached by a name that does not contain the cluster's domain", () => {
        assert.equal(serviceHost(kato), "kato.kato.svc");
        assert.equal(serviceHost(kato, "kato-metrics"), "kato-metrics.kato.svc");
    });
});

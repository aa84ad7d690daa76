import assert from "node:assert/strict";
import digests from "../../../components/workload/digests.json";
import { chartImage, pinned } from "../../../components/workload/image";
import { podTemplate } from "../../../components/workload/pod";
import { defined } from "../../support/defined";

const IMAGE = "registry.example/app:1.2.3";
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("an image", () => {
    beforeEach(() => Object.assign(digests, { [IMAGE]: DIGEST }));
    afterEach(() => Reflect.deleteProperty(digests, IMAGE));

    it("runs by the digest that was looked up for its tag", () => {
        assert.equal(pinned(IMAGE), `${IMAGE}@${DIGEST}`);
    });

    it("runs by its tag where none was, or by a digest of its own", () => {
        assert.equal(pinned("registry.example/app:1.2.4"), "registry.example/app:1.2.4");
        assert.equal(pinned(`${IMAGE}@sha256:other`), `${IMAGE}@sha256:other`);
    });

    it("is taken apart for a chart, with its digest if there is one", () => {
        assert.deepEqual(chartImage(IMAGE), { repository: "registry.example/app", tag: "1.2.3", digest: DIGEST });
        assert.deepEqual(defined(chartImage("registry.example:5000/app:2")), {
            repository: "registry.example:5000/app",
            tag: "2",
        });
    });

    it("does so in every container of a pod", () => {
        const container = {
            name: "app",
            image: IMAGE,
            resources: { cpu: { request: "10m", limit: "1" }, memory: "16Mi", scratch: "16Mi" },
        };
        const { spec } = podTemplate({
            workload: { name: "app", namespace: "kato", kind: "workload" },
            component: "api",
            uid: 1000,
            containers: [container],
            initContainers: [container],
        });
        const images = [spec.containers, spec.initContainers].map((list) =>
            (list as { image: string }[]).map(({ image }) => image),
        );
        assert.deepEqual(images, [[`${IMAGE}@${DIGEST}`], [`${IMAGE}@${DIGEST}`]]);
    });
});

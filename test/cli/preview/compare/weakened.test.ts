import assert from "node:assert/strict";
import { compare } from "../../../../cli/preview/compare/diff";
import { DIRECTIONS } from "../../../../cli/preview/compare/directions";
import { dangers, entry, shown, snapshot, violation } from "../snapshots";
import { CASES, CONFIG_MAP, DEPLOYMENT, type Inputs, kratos, POLICY, retention } from "./weakened-cases";

const between = (type: string, before: Inputs, after: Inputs) =>
    dangers([entry(type, "x", before)], [entry(type, "x", after)]).filter(({ what }) => what === "weakened");

describe("weakened settings", () => {
    for (const [what, type, strong, weak] of CASES) {
        it(`show ${what} that weakens, not one that strengthens`, () => {
            assert.equal(between(type, strong, weak).length, 1);
            assert.deepEqual(between(type, weak, strong), []);
        });
    }

    it("show that data is kept for another time, whichever way: one loses it, the other may not keep it", () => {
        const [less, more] = [
            between(DEPLOYMENT, retention("90"), retention("30")),
            between(DEPLOYMENT, retention("30"), retention("90")),
        ];
        assert.match(less[0]?.why ?? "", /^Data is deleted earlier/);
        assert.match(more[0]?.why ?? "", /^Personal data is kept longer/);
    });

    it("are covered by cases, every one", () => {
        // Days of retention have a case of their own, and an autoscaler, a budget and HSTS share theirs with others.
        const reasons = new Set(
            CASES.flatMap(([, type, strong, weak]) => between(type, strong, weak).map(({ why }) => why)),
        );
        const untested = DIRECTIONS.filter(
            ({ why, setting }) => !reasons.has(why) && !/RETENTION/.test(setting.source),
        );
        assert.deepEqual(
            untested.map(({ why }) => why),
            [],
        );
    });

    it("say where, from what to what and why", () => {
        assert.deepEqual(
            between(CONFIG_MAP, kratos("session: { lifespan: 24h }"), kratos("session: { lifespan: 48h }")),
            [
                {
                    what: "weakened",
                    subject: "ConfigMap x",
                    fields: [{ path: 'data["kratos.yml"].session.lifespan', before: "24h", after: "48h" }],
                    why: "What was stolen, or left open, is good for longer.",
                },
            ],
        );
    });

    it("know containers by their name: another one before it changes nothing", () => {
        const pod = (...images: string[]): Inputs => ({
            spec: { containers: images.map((image) => ({ name: image.split(":")[0] ?? "", image })) },
        });
        const digest = `a:1@sha256:${"0".repeat(64)}`;
        assert.deepEqual(between(DEPLOYMENT, pod(digest), pod("b:1", digest)), []);
        assert.deepEqual(shown(between(DEPLOYMENT, pod("b:1", digest), pod("a:1", "b:1"))), [
            `weakened: Deployment x | spec.containers.a.image: "${digest}" → "a:1"`,
        ]);
    });

    it("leave alone what is only put in another order, or cannot be read", () => {
        assert.deepEqual(between(CONFIG_MAP, kratos("allowed_origins: [a, b]"), kratos("allowed_origins: [b, a]")), []);
        assert.deepEqual(between(CONFIG_MAP, kratos("a: [b"), kratos("session: { lifespan: 48h }")), []);
        assert.deepEqual(between(DEPLOYMENT, { spec: { replicas: "[computed]" } }, { spec: { replicas: 1 } }), []);
        assert.deepEqual(
            between(POLICY, { spec: { rateLimit: { rate: "often" } } }, { spec: { rateLimit: { rate: "9r/s" } } }),
            [],
        );
    });

    it("leave alone what has the same name in another kind", () => {
        assert.deepEqual(between(DEPLOYMENT, { spec: { duration: "1h" } }, { spec: { duration: "2h" } }), []);
    });

    it("leave alone the contents of a Secret, which are placeholders", () => {
        const secret = (origins: string) => ({ stringData: { CORS_ORIGINS: origins } });
        assert.deepEqual(between("kubernetes:core/v1:Secret", secret("a"), secret("b")), []);
    });

    it("leave to a new violation what it says of the same setting, and nothing else", () => {
        const deployment = (image: string, replicas: number) =>
            entry(DEPLOYMENT, "x", { metadata: { namespace: "a", name: "x" }, spec: { image, replicas } });
        const message = "spec.image (container app): found nothing, expected a digest.";
        const found = compare(
            snapshot([deployment(`app:1@sha256:${"0".repeat(64)}`, 2)]),
            snapshot([deployment("app:1", 1)], {
                violations: [violation("image-digest", "a/Deployment/x", { message })],
            }),
        ).dangers;
        assert.deepEqual(
            found.map(({ what, subject, fields }) => [what, subject, ...fields.map(({ path }) => path)]),
            [
                ["policy violated", "a/Deployment/x (image-digest)"],
                ["weakened", "Deployment x", "spec.replicas"],
            ],
        );
    });
});

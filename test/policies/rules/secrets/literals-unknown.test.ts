import assert from "node:assert/strict";
import { evaluate } from "../../../../policies/engine/evaluate";
import { UNKNOWN } from "../../../../kubernetes/field";
import type { PolicyResource } from "../../../../kubernetes/resource";
import { secretLiteral } from "../../../../policies/rules/secrets/secret-literal";
import { PRODUCTION } from "../../situation";

/** What stands at the beginning of each message: the path. */
function undecided(type: string, props: Record<string, unknown>, more: Partial<PolicyResource> = {}): string[] {
    const found = evaluate([secretLiteral], [{ type, name: "app", props, ...more }], PRODUCTION);
    return found.map(({ violation: { rule, message } }) => {
        assert.equal(rule, "unknown-value");
        return message.slice(0, message.indexOf(": "));
    });
}

const POD = "kubernetes:core/v1:Pod";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

describe("secret-literal, of what is not known before deployment", () => {
    const container = (fields: Record<string, unknown>) => ({ spec: { containers: [fields] } });

    it("cannot decide on a value with the name of a secret", () => {
        const env = [
            { name: "BUCKET", value: UNKNOWN },
            { name: "API_KEY", value: UNKNOWN },
        ];
        assert.deepEqual(undecided(POD, container({ env })), ["spec.containers[0].env[1].value"]);
        assert.deepEqual(undecided(POD, { metadata: { annotations: { "example.com/token": UNKNOWN } } }), [
            'metadata.annotations["example.com/token"]',
        ]);
        assert.deepEqual(undecided(CONFIG_MAP, { data: { password: UNKNOWN, bucket: UNKNOWN } }), ["data.password"]);
        assert.deepEqual(undecided("kubernetes:helm.sh/v3:Release", { values: { host: UNKNOWN, password: UNKNOWN } }), [
            "values.password",
        ]);
        assert.deepEqual(undecided("aws:kms/key:Key", { description: UNKNOWN, tags: { token: UNKNOWN } }), [
            "tags.token",
        ]);
    });

    it("cannot decide on a file or a word of a command line, which may hold anything", () => {
        assert.deepEqual(undecided(CONFIG_MAP, { data: { "app.conf": UNKNOWN } }), ['data["app.conf"]']);
        assert.deepEqual(undecided(POD, container({ args: ["--bucket", UNKNOWN] })), []);
        assert.deepEqual(undecided(POD, container({ args: ["--token", UNKNOWN, UNKNOWN] })), [
            "spec.containers[0].args[1]",
            "spec.containers[0].args[2]",
        ]);
    });

    it("cannot decide on what holds such places", () => {
        for (const props of [
            { metadata: UNKNOWN },
            { metadata: { annotations: UNKNOWN } },
            { spec: UNKNOWN },
            { spec: { containers: UNKNOWN } },
            { spec: { initContainers: [UNKNOWN] } },
            container({ env: UNKNOWN }),
            container({ env: [UNKNOWN] }),
            container({ command: UNKNOWN }),
        ]) {
            assert.equal(undecided(POD, props).length, 1, JSON.stringify(props));
        }
        assert.deepEqual(undecided(CONFIG_MAP, { data: UNKNOWN }), ["data"]);
        assert.deepEqual(undecided("kubernetes:helm.sh/v3:Release", { values: UNKNOWN }), ["values"]);
    });

    it("leaves alone what is for secrets, what is marked and what nobody writes secrets into", () => {
        const name = { metadata: { name: UNKNOWN, namespace: UNKNOWN } };
        assert.deepEqual(undecided("kubernetes:core/v1:Secret", { ...name, data: UNKNOWN }), []);
        assert.deepEqual(undecided("kubernetes:core/v1:Secret", { data: { password: UNKNOWN } }), []);
        const version = { secretId: UNKNOWN, secretString: UNKNOWN };
        assert.deepEqual(undecided("aws:secretsmanager/secretVersion:SecretVersion", version), []);
        assert.deepEqual(undecided(CONFIG_MAP, { data: UNKNOWN }, { secretPaths: ["data"] }), []);
        const role = { "eks.amazonaws.com/role-arn": UNKNOWN };
        assert.deepEqual(undecided("kubernetes:core/v1:ServiceAccount", { metadata: { annotations: role } }), []);
        assert.deepEqual(undecided(POD, { ...name, spec: { nodeName: UNKNOWN, volumes: [UNKNOWN] } }), []);
    });
});

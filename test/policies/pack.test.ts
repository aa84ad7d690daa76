import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { UNKNOWN } from "../../policies/field";
import { policies } from "../../policies/pack";
import { changed, CONTAINER, POD_SPEC } from "./cases/case";

/**
 * The SDK's own analyzer, which is what the engine calls, without a server or a CLI. Both modules are internal, so the
 * SDK's version is pinned and this test says when they change.
 */
const load = createRequire(__filename);
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = load("@pulumi/policy/server") as Record<
    "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun",
    (name: string, version: string, level: string, all: typeof policies) => RpcFunction
>;
const proto = load("@pulumi/pulumi/proto/analyzer_pb") as Record<string, new () => Message>;
const { Struct } = load("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript(value: unknown): unknown };
};

type Message = Record<string, (value: unknown) => void>;
type RpcFunction = (
    call: { readonly request: Message },
    callback: (error: unknown, response: { toObject(): Response } | undefined) => void,
) => void;

interface Diagnostic {
    readonly policyname: string;
    readonly enforcementlevel: number;
    readonly message: string;
    readonly urn: string;
}
interface Response {
    readonly diagnosticsList: readonly Diagnostic[];
}

/** `pulumirpc.EnforcementLevel`. */
const MANDATORY = 1;

interface Given {
    readonly type: string;
    readonly name: string;
    readonly props: Record<string, unknown>;
}

function urn({ type, name }: Given): string {
    return `urn:pulumi:dev::kato::${type}::${name}`;
}

function fill(message: Message, given: Given, optionsType: string): Message {
    message["setType"]?.(given.type);
    message["setName"]?.(given.name);
    message["setUrn"]?.(urn(given));
    message["setProperties"]?.(Struct.fromJavaScript(given.props));
    message["setOptions"]?.(new proto[optionsType]!());
    return message;
}

async function respond(rpc: typeof makeAnalyzeRpcFun, request: Message): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
        rpc(
            "kato-platform",
            "0.1.0",
            "advisory",
            policies,
        )({ request }, (error, response) => {
            if (response === undefined) {
                reject(new Error(String(error)));
            } else {
                resolve(response.toObject().diagnosticsList);
            }
        });
    });
}

async function analyze(given: Given): Promise<readonly Diagnostic[]> {
    return respond(makeAnalyzeRpcFun, fill(new proto["AnalyzeRequest"]!(), given, "AnalyzerResourceOptions"));
}

async function analyzeStack(...all: readonly Given[]): Promise<readonly Diagnostic[]> {
    const request = new proto["AnalyzeStackRequest"]!();
    request["setResourcesList"]?.(
        all.map((given) => fill(new proto["AnalyzerResource"]!(), given, "AnalyzerResourceOptions")),
    );
    return respond(makeAnalyzeStackRpcFun, request);
}

function deployment(container: Record<string, unknown>, name = "api"): Given {
    const metadata = { name, namespace: "kato" };
    const spec = { ...POD_SPEC, containers: [changed(CONTAINER, container)] };
    return { type: "kubernetes:apps/v1:Deployment", name, props: { metadata, spec: { template: { spec } } } };
}

describe("the policy pack", () => {
    it("passes what satisfies every rule", async () => {
        assert.deepEqual(await analyze(deployment({})), []);
    });

    it("refuses a resource, with the rule's name, level and message", async () => {
        const [diagnostic, ...others] = await analyze(deployment({ securityContext: { privileged: true } }));
        assert.deepEqual(others, []);
        assert.equal(diagnostic?.policyname, "pss-privileged");
        assert.equal(diagnostic.enforcementlevel, MANDATORY);
        assert.equal(
            diagnostic.message,
            "No container is privileged\nkato/Deployment/api: spec.template.spec.containers[0].securityContext.privileged (container app): found true, expected false or nothing. Write: privileged: false",
        );
    });

    it("reads a secret, which arrives in plain text, and does not repeat it", async () => {
        const value = ["a", "secret", "of", "ours"].join("-");
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
        const [diagnostic] = await analyze(deployment({ env: [{ name: "PASSWORD", value: secret }] }));
        assert.equal(diagnostic?.policyname, "secret-literal");
        assert.ok(!diagnostic.message.includes(value));
    });

    for (const [what, container] of [
        ["a field", { securityContext: { privileged: UNKNOWN } }],
        ["a parent", { securityContext: UNKNOWN }],
        ["an element of a list", { securityContext: { capabilities: { add: [UNKNOWN] } } }],
        ["a number", { securityContext: { runAsUser: "3eeb2bf0-c639-47a8-9e75-3b44932eb421" } }],
        ["a boolean", { securityContext: { runAsNonRoot: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" } }],
    ] as const) {
        it(`stays mandatory in a preview where ${what} is unknown`, async () => {
            const diagnostics = await analyze(deployment(container));
            assert.ok(diagnostics.length > 0);
            for (const { enforcementlevel, message } of diagnostics) {
                assert.equal(enforcementlevel, MANDATORY);
                assert.match(message, /not known before deployment, so [\w-]+ cannot be decided/);
            }
        });
    }

    it("refuses what no rule could read", async () => {
        const diagnostics = await analyze({ type: "kubernetes:core/v1:List", name: "all", props: { items: [1] } });
        assert.equal(diagnostics.length, 22);
        assert.ok(diagnostics.every(({ enforcementlevel }) => enforcementlevel === MANDATORY));
    });

    it("judges a resource anew when it comes again", async () => {
        assert.equal((await analyze(deployment({ image: "app" }, "again"))).length, 1);
        assert.deepEqual(await analyze(deployment({}, "again")), []);
        assert.equal((await analyze(deployment({ image: "app" }, "again"))).length, 1);
    });

    it("refuses a stack whose namespace has no default deny", async () => {
        const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
        const namespace = {
            type: "kubernetes:core/v1:Namespace",
            name: "kato",
            props: { metadata: { name: "kato", labels } },
        };
        const policy = {
            type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
            name: "default-deny-all",
            props: {
                metadata: { name: "default-deny-all", namespace: "kato" },
                spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
        };
        assert.deepEqual(await analyze(namespace), []);
        assert.deepEqual(await analyzeStack(namespace, policy), []);
        const [diagnostic, ...others] = await analyzeStack(namespace);
        assert.deepEqual(others, []);
        assert.equal(diagnostic?.policyname, "namespace-default-deny");
        assert.equal(diagnostic.enforcementlevel, MANDATORY);
        assert.equal(diagnostic.urn, urn(namespace));
    });

    it("has what the engine needs to start it", () => {
        const folder = join(__dirname, "../../policies");
        const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
        assert.equal(manifest["name"], "kato-platform-policies");
        assert.match(String(manifest["version"]), /^\d+\.\d+\.\d+$/);
        assert.equal(manifest["main"], "start.js");
        assert.match(readFileSync(join(folder, "PulumiPolicy.yaml"), "utf8"), /^runtime: nodejs$/m);
    });
});

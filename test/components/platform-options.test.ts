import assert from "node:assert/strict";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import * as core from "@pulumi/kubernetes/core/v1";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { Platform } from "../../components";
import { recordedPlatform } from "../support/platform";
import { type Recorded, record, type Recording } from "../support/record";
import { stackConfig } from "../support/stack";

const OURS = ["pulumi:providers:aws::aws", "pulumi:providers:kubernetes::kubernetes"];

class Program extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
        super("test:index:Program", name, {}, opts);
    }
}

function made(options: () => pulumi.ComponentResourceOptions, stack: "dev" | "prod" = "prod"): Promise<Recording> {
    return record(() => new Platform("platform", { config: stackConfig(stack) }, options()));
}

/** The providers of a package's resources. */
function providersOf({ resources }: Recording, provided: string): (string | undefined)[] {
    return [
        ...new Set(resources.filter(({ type }) => type.startsWith(`${provided}:`)).map(({ provider }) => provider)),
    ];
}

function providers(recording: Recording): string[] {
    return recording.names().filter((name) => name.startsWith("pulumi:providers:"));
}

function isComponent({ type }: Recorded): boolean {
    return type.startsWith("kato:") || type.startsWith("test:");
}

describe("The platform's options", () => {
    it("are not needed: it makes explicit providers of its own", async () => {
        const recording = await recordedPlatform("prod");
        assert.deepEqual(providers(recording), OURS);
        assert.deepEqual(providersOf(recording, "kubernetes"), [OURS[1]]);
        assert.deepEqual(providersOf(recording, "aws"), [OURS[0]]);
    });

    const cluster = () => new KubernetesProvider("mine", { context: "mine" });
    const cloud = () => new AwsProvider("mine", { region: "eu-central-1" });
    const handedIn: [how: string, options: () => pulumi.ComponentResourceOptions, mine: string[]][] = [
        ["one provider", () => ({ provider: cluster() }), ["kubernetes"]],
        ["one of AWS", () => ({ provider: cloud() }), ["aws"]],
        ["a list", () => ({ providers: [cluster(), cloud()] }), ["aws", "kubernetes"]],
        ["providers by name", () => ({ providers: { kubernetes: cluster(), aws: cloud() } }), ["aws", "kubernetes"]],
        ["a parent's", () => ({ parent: new Program("shop", { providers: [cluster()] }) }), ["kubernetes"]],
    ];
    for (const [how, options, mine] of handedIn) {
        it(`hand providers in, as ${how}: the others are its own`, async () => {
            const recording = await made(options);
            const expected = ["aws", "kubernetes"].map((name) =>
                mine.includes(name) ? `pulumi:providers:${name}::mine` : `pulumi:providers:${name}::${name}`,
            );
            assert.deepEqual(providers(recording), expected);
            assert.deepEqual(providersOf(recording, "aws"), [expected[0]]);
            assert.deepEqual(providersOf(recording, "kubernetes"), [expected[1]]);
        });
    }

    it("say what comes before: every object waits for it, and for what it waited for anyway", async () => {
        const before = "kubernetes:core/v1:ConfigMap::before";
        const opts = () => {
            const provider = cluster();
            return { provider, dependsOn: new core.ConfigMap("before", {}, { provider }) };
        };
        const [plain, recording] = [await recordedPlatform("prod"), await made(opts)];
        const objects = recording.resources.filter(
            (one) => !isComponent(one) && !one.type.startsWith("pulumi:providers:") && one.name !== "before",
        );
        assert.ok(objects.length > 100);
        for (const { type, name, dependsOn } of objects) {
            const without = plain.one(`${type}::${name}`).dependsOn;
            assert.deepEqual(dependsOn, [...without, before].sort(), name);
        }
    });

    it("give it a parent and protect all of it", async () => {
        const recording = await made(() => ({ parent: new Program("shop", {}), protect: true }), "dev");
        assert.equal(recording.one("kato:platform:Platform::platform").parent, "test:index:Program::shop");
        const open = recording.resources.filter(({ protect, type }) => !protect && !/^(pulumi|test):/.test(type));
        assert.deepEqual(open, []);
    });

    it("transform any object, and what runs still comes from the mirror", async () => {
        const images = { mirrors: [{ from: "docker.io", to: "registry.acme.io/hub" }] };
        const transformations = [
            ({ type, name, props, opts }: pulumi.ResourceTransformationArgs) => {
                if (type !== "kubernetes:apps/v1:StatefulSet" || name !== "redis-kb") {
                    return undefined;
                }
                const { spec } = props as { spec: { template: { spec: { containers: { image: string }[] } } } };
                spec.template.spec.containers.forEach((container) => (container.image = "docker.io/acme/redis:8.9.9"));
                return { props, opts };
            },
        ];
        const config = stackConfig("dev", { images });
        const recording = await record(() => new Platform("platform", { config }, { transformations }));
        const { spec } = recording.one("kubernetes:apps/v1:StatefulSet::redis-kb").inputs as {
            spec: { template: { spec: { containers: { image: string }[] } } };
        };
        const names = new Set(spec.template.spec.containers.map(({ image }) => image));
        assert.deepEqual([...names], ["registry.acme.io/hub/acme/redis:8.9.9"]);
    });
});

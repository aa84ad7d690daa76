import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource as the engine is asked for it. Resources are named `<type>::<name>`, e.g. `kato:data:Postgres::kratos-postgres`. */
export interface Recorded {
    readonly type: string;
    readonly name: string;
    /** Exactly what was passed; secrets are wrapped, see `secret`. An object that is auto-named has no `metadata.name`. */
    readonly inputs: Record<string, unknown>;
    /** What a component registered as its outputs. */
    readonly outputs: Record<string, unknown>;
    /** @default the program itself is the parent */
    readonly parent?: string;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** What must exist before: stated, inherited from components, and through inputs. Components are their children. */
    readonly dependsOn: readonly string[];
    /** @default the default provider */
    readonly provider?: string;
}

/** Everything that a program registered. */
export class Recording {
    constructor(readonly resources: readonly Recorded[]) {}

    /** The names of all resources of these types, or of all, sorted. */
    names(...types: string[]): string[] {
        const wanted = this.resources.filter(({ type }) => types.length === 0 || types.includes(type));
        return wanted.map((resource) => (types.length === 1 ? resource.name : nameOf(resource))).sort();
    }

    /** @throws Error that lists what there is, unless exactly one resource has the name `<type>::<name>` */
    one(name: string): Recorded {
        const found = this.resources.filter((resource) => nameOf(resource) === name);
        if (found.length !== 1 || found[0] === undefined) {
            throw new Error(`${found.length} resources are ${name}; there are:\n${this.names().join("\n")}`);
        }
        return found[0];
    }

    ofType(type: string): Recorded[] {
        return this.resources.filter((resource) => resource.type === type);
    }
}

/** How a secret value shows in `Recorded.inputs`. */
export function secret(value: unknown): object {
    return { "a secret": value };
}

/** The name that stands for the one which the provider would make up, as others refer to it. */
export function autoName(name: string): string {
    return `${name}-auto`;
}

/** What a generated password is: its resource's letters and digits, filled up with zeros to the length. */
export function generated(name: string, length: number): string {
    return name
        .replace(/[^a-zA-Z0-9]/g, "")
        .padEnd(length, "0")
        .slice(0, length);
}

/** Runs a program under Pulumi's mocks, which know neither secrets nor options: both are read where the engine would. */
export async function record(program: () => unknown): Promise<Recording> {
    const resources = new Map<string, Recorded>();
    await pulumi.runtime.setMocks({ newResource: outputsOf, call: refuse }, "kato-platform", "test", false);
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    const register = monitor.registerResource.bind(monitor);
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResource = (request, callback) => {
        const recorded = fromRequest(request);
        const urn = monitor.newUrn(request.getParent(), recorded.type, recorded.name);
        if (resources.has(urn)) {
            throw new Error(`${urn} is registered twice`);
        }
        resources.set(urn, recorded);
        return register(request, callback);
    };
    monitor.registerResourceOutputs = (request, callback) => {
        const outputs = fromWire(request.getOutputs()?.toJavaScript() ?? {}) as Recorded["outputs"];
        Object.assign(resources.get(request.getUrn())?.outputs ?? {}, outputs);
        registerOutputs(request, callback);
    };
    await program();
    await pulumi.runtime.disconnect();
    return new Recording([...resources.values()]);
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

/** What of Pulumi's mock monitor is used here. */
interface Monitor {
    newUrn: (parent: string, type: string, name: string) => string;
    registerResource: (request: RegisterResourceRequest, callback: unknown) => Promise<void>;
    registerResourceOutputs: (request: RegisterResourceOutputsRequest, callback: unknown) => void;
}

function fromRequest(request: RegisterResourceRequest): Recorded {
    const [parent, provider] = [request.getParent(), request.getProvider()];
    return {
        type: request.getType(),
        name: request.getName(),
        inputs: fromWire(request.getObject()?.toJavaScript() ?? {}) as Recorded["inputs"],
        outputs: {},
        ...(parent === "" ? {} : { parent: fromUrn(parent) }),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        dependsOn: request.getDependenciesList().map(fromUrn).sort(),
        ...(provider === "" ? {} : { provider: fromUrn(provider) }),
    };
}

function nameOf({ type, name }: Pick<Recorded, "type" | "name">): string {
    return `${type}::${name}`;
}

/** A URN ends with the types of its ancestors, its own type and its name; that of a provider reference with an id as well. */
function fromUrn(urn: string): string {
    const [, , types = "", name = ""] = urn.split("::");
    return nameOf({ type: types.split("$").at(-1) ?? "", name });
}

function fromWire(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(fromWire);
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    const { specialSigKey, specialSecretSig } = pulumi.runtime;
    const entries = Object.entries(value);
    const wrapped = entries.some(([key, signature]) => key === specialSigKey && signature === specialSecretSig);
    return wrapped
        ? secret(fromWire((value as { value: unknown }).value))
        : Object.fromEntries(entries.map(([key, item]) => [key, fromWire(item)]));
}

/** What the providers would answer. */
function outputsOf({ type, name, inputs }: pulumi.runtime.MockResourceArgs): { id: string; state: object } {
    const given = inputs as { length?: number; metadata?: object };
    const made =
        type === "random:index/randomPassword:RandomPassword"
            ? { result: pulumi.secret(generated(name, given.length ?? 0)) }
            : type.startsWith("kubernetes:")
              ? { metadata: { name: autoName(name), ...given.metadata } }
              : { arn: `arn-of-${name}`, keyId: `key-id-of-${name}` };
    return { id: `id-of-${name}`, state: { ...given, ...made } };
}

function refuse({ token }: pulumi.runtime.MockCallArgs): never {
    throw new Error(`A component asked a provider: ${token}`);
}

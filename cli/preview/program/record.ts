import * as pulumi from "@pulumi/pulumi";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type {
    ReadResourceRequest,
    RegisterResourceOutputsRequest,
    RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { withName } from "./names";
import { makeUrn, type ResourceOptions, type ResourceRecord, STACK_TYPE } from "../model/resources";
import type { Json } from "../../../kubernetes/json";

/** The parts of Pulumi's mock monitor that are used here. */
interface Monitor {
    newUrn: (parent: string, type: string, name: string) => string;
    registerResource: (request: RegisterResourceRequest, callback: unknown) => Promise<void>;
    readResource: (request: ReadResourceRequest, callback: unknown) => Promise<void>;
    registerResourceOutputs: (request: RegisterResourceOutputsRequest, callback: unknown) => void;
}

/** What a program runs as. */
export interface Identity {
    readonly project: string;
    readonly stack: string;
}

/**
 * Records what a program registers. It listens between the SDK and Pulumi's mock monitor, where options are resolved and
 * secrets still carry their marks; mocks themselves see neither (pulumi/pulumi#14421).
 */
export class Recorder {
    readonly #of: Identity;
    readonly #withoutDefaultProvider: readonly string[];
    readonly #records = new Map<string, ResourceRecord>();
    /** URNs in the order in which constructors ran: registrations arrive in the order in which inputs resolve. */
    readonly #constructed = new Set<string>();
    readonly #urns = new WeakMap<pulumi.Resource, string>();
    readonly #problems: string[] = [];

    /** @param withoutDefaultProvider packages whose default provider the stack disables; `*` is all */
    constructor(of: Identity, withoutDefaultProvider: readonly string[]) {
        this.#of = of;
        this.#withoutDefaultProvider = withoutDefaultProvider;
    }

    /** Starts listening. Pulumi's mocks must be in place. */
    attach(): void {
        const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
        const register = monitor.registerResource.bind(monitor);
        const read = monitor.readResource.bind(monitor);
        const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
        // The mock monitor leaves out all but one ancestor, which makes different resources look the same.
        monitor.newUrn = (parent, type, name) => makeUrn(this.#of, parent, type, name);
        monitor.registerResource = (request, callback) => {
            this.#recordRegistration(request);
            return register(request, callback);
        };
        monitor.readResource = (request, callback) => {
            this.#recordRead(request);
            return read(request, callback);
        };
        monitor.registerResourceOutputs = (request, callback) => {
            const record = this.#records.get(request.getUrn());
            if (record !== undefined) {
                record.outputs = toJson(request.getOutputs());
            }
            registerOutputs(request, callback);
        };
    }

    /** Notes constructors as they run. Must be called inside the stack, before the program. */
    watchConstructors(): void {
        const stackUrn = makeUrn(this.#of, "", STACK_TYPE, `${this.#of.project}-${this.#of.stack}`);
        pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
            const parent = (opts.parent && this.#urns.get(opts.parent)) ?? stackUrn;
            const urn = makeUrn(this.#of, parent, type, name);
            if (this.#constructed.has(urn)) {
                this.#problems.push(`Two resources have the same identity, ${urn}: give one of them another name.`);
            }
            this.#urns.set(resource, urn);
            this.#constructed.add(urn);
            return undefined;
        });
    }

    /** Everything registered so far, in the order of construction, the stack first. */
    records(): ResourceRecord[] {
        const rank = new Map([...this.#constructed].map((urn, index) => [urn, index]));
        return [...this.#records.values()].sort((a, b) => (rank.get(a.urn) ?? -1) - (rank.get(b.urn) ?? -1));
    }

    /** What the real engine would refuse and mocks let pass. */
    problems(): string[] {
        const missing = [...this.#constructed].filter((urn) => !this.#records.has(urn));
        return [...this.#problems, ...missing.map((urn) => `${urn} was constructed and never registered.`)];
    }

    #recordRegistration(request: RegisterResourceRequest): void {
        const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
        const urn = makeUrn(this.#of, parent, type, name);
        const custom = request.getCustom();
        const given = toJson(request.getObject());
        const inputs = custom ? withName(type, name, given) : given;
        if (inputs !== given) {
            setObject(request, inputs);
        }
        const options = this.#options(request);
        if (custom && options.provider === undefined) {
            this.#requireDefaultProvider(type, urn);
        }
        const parentOrNone = parent === "" ? {} : { parent };
        this.#records.set(urn, { urn, type, name, ...parentOrNone, custom, external: false, inputs, options });
    }

    #options(request: RegisterResourceRequest): ResourceOptions {
        // A provider reference is its URN, two colons and its id.
        const provider = request.getProvider().split("::").slice(0, 4).join("::");
        return {
            protect: request.getProtect() ?? false,
            retainOnDelete: request.getRetainondelete() ?? false,
            dependsOn: request.getDependenciesList().sort(),
            aliases: request.getAliasesList().map((alias) => this.#aliasUrn(alias, request)),
            ...(provider === "" ? {} : { provider }),
            deleteBeforeReplace: request.getDeletebeforereplace(),
            ignoreChanges: request.getIgnorechangesList(),
            replaceOnChanges: request.getReplaceonchangesList(),
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        };
    }

    #recordRead(request: ReadResourceRequest): void {
        const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
        const urn = makeUrn(this.#of, parent, type, name);
        const inputs = toJson(request.getProperties());
        const options = {
            protect: false,
            retainOnDelete: false,
            dependsOn: request.getDependenciesList().sort(),
            aliases: [],
            deleteBeforeReplace: false,
            ignoreChanges: [],
            replaceOnChanges: [],
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        };
        this.#records.set(urn, { urn, type, name, parent, custom: true, external: true, inputs, options });
    }

    #requireDefaultProvider(type: string, urn: string): void {
        const name = type.split(":")[0] ?? "";
        const disabled = this.#withoutDefaultProvider;
        if (name !== "pulumi" && (disabled.includes(name) || disabled.includes("*"))) {
            this.#problems.push(
                `${urn} has no provider of its own, and the stack disables the default one of '${name}' ` +
                    "(pulumi:disable-default-providers).",
            );
        }
    }

    #aliasUrn(alias: Alias, of: RegisterResourceRequest): string {
        const spec = alias.getSpec();
        if (spec === undefined) {
            return alias.getUrn();
        }
        const identity = { project: spec.getProject() || this.#of.project, stack: spec.getStack() || this.#of.stack };
        const parent = spec.getNoparent() ? "" : spec.getParenturn() || of.getParent();
        return makeUrn(identity, parent, spec.getType() || of.getType(), spec.getName() || of.getName());
    }
}

function toJson(struct: Struct | undefined): Record<string, Json> {
    return struct === undefined ? {} : struct.toJavaScript();
}

/** Replaces the inputs, with the class the request already uses: importing it would load a second copy of protobuf's types. */
function setObject(request: RegisterResourceRequest, inputs: Record<string, Json>): void {
    const struct = request.getObject()?.constructor as typeof Struct;
    request.setObject(struct.fromJavaScript(inputs));
}

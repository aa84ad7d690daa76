/**
 * Stands between the engine and the SDK's server, which leaves three things out: it lets a configuration lower any policy,
 * drops the marks of secrets before policies run (pulumi/pulumi-policy#241), and reads a resource anew for each policy.
 */
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type { IAnalyzerServer } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type {
    AnalyzeRequest,
    AnalyzerResource,
    ConfigureAnalyzerRequest,
    PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { withoutMarks } from "../engine/marks";
import type { PolicyResource } from "../../kubernetes/resource";

/** `pulumirpc.EnforcementLevel`, in its order. */
const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;
export type EnforcementLevel = (typeof LEVELS)[number];

/** What the pack makes of a request before the SDK runs the policies. What it throws refuses the request. */
export interface Guard {
    /** The level that each policy is to have. */
    configure(levels: ReadonlyMap<string, EnforcementLevel>): void;
    /** A resource that is about to be made or changed. */
    resource(urn: string, resource: PolicyResource): void;
    /** All resources of the stack by URN, with their outputs: everything else has succeeded. */
    stack(resources: ReadonlyMap<string, PolicyResource>): void;
}

/**
 * Runs `start`, which starts the SDK's server, so that the guard sees each request first.
 *
 * @throws Error if the SDK did not start its server as expected: without the guard, the pack must not run
 */
export function startGuarded(guard: Guard, start: () => void): void {
    // The very copy that the SDK loads.
    const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof Grpc;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the server that it is called on
    const addService = Server.prototype.addService;
    let guarded = 0;
    Server.prototype.addService = function (service, implementation) {
        guarded++;
        addService.call(this, service, guardedBy(guard, implementation as IAnalyzerServer));
    };
    try {
        start();
    } finally {
        Server.prototype.addService = addService;
    }
    if (guarded !== 1) {
        throw new Error(`The policy SDK started ${guarded} services where the pack expects one to guard.`);
    }
}

/** The SDK's handlers, each behind the guard. */
export function guardedBy(guard: Guard, sdk: IAnalyzerServer): IAnalyzerServer {
    return {
        ...sdk,
        configure: behind((request) => guard.configure(levelsOf(request)), sdk.configure),
        // No policy of the pack changes resources.
        remediate: behind(empty, sdk.remediate),
        analyze: behind((request) => guard.resource(request.getUrn(), take(request)), sdk.analyze),
        analyzeStack: behind((request) => {
            const resources = request.getResourcesList();
            guard.stack(new Map(resources.map((resource) => [resource.getUrn(), take(resource)])));
            request.setResourcesList([]);
        }, sdk.analyzeStack),
    };
}

type Handler<Q, R> = Grpc.handleUnaryCall<Q, R>;

function behind<Q, R>(look: (request: Q) => void, handle: Handler<Q, R>): Handler<Q, R> {
    return (call, done) => {
        try {
            look(call.request);
        } catch (error) {
            done(error instanceof Error ? error : new Error(String(error)));
            return;
        }
        handle(call, done);
    };
}

function levelsOf(request: ConfigureAnalyzerRequest): Map<string, EnforcementLevel> {
    const levels = new Map<string, EnforcementLevel>();
    request
        .getPolicyconfigMap()
        .forEach((policy: PolicyConfig, name: string) => levels.set(name, levelOf(policy.getEnforcementlevel())));
    return levels;
}

function levelOf(level: number): EnforcementLevel {
    const known = LEVELS[level];
    if (known === undefined) {
        throw new Error(`The engine asks for an enforcement level that this pack does not know (${level}).`);
    }
    return known;
}

type AnyResource = AnalyzeRequest | AnalyzerResource;

/** Reads a resource, and leaves the SDK's policies nothing to read: they report what the guard has found. */
function take(from: AnyResource): PolicyResource {
    const options = from.getOptions();
    const parent = options?.getParent() ?? "";
    const resource = {
        type: from.getType(),
        name: from.getName(),
        ...withoutMarks(from.getProperties()?.toJavaScript() ?? {}),
        opts: { protect: options?.getProtect() ?? false, ...(parent === "" ? {} : { parent }) },
    };
    empty(from);
    return resource;
}

function empty(from: AnyResource): void {
    from.getProperties()?.clearFieldsMap();
    from.clearProvider();
}

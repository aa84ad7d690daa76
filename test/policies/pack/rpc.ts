import { createRequire } from "node:module";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import type { IAnalyzerServer } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Pack } from "../../../policies/pack/pack";
import { guardedBy } from "../../../policies/pack/server-guard";

/**
 * The SDK's own handlers of the engine's requests, behind the pack's guard, without a server or a CLI. The SDK's module is
 * internal, so its version is pinned and this says when it changes.
 */
const load = createRequire(__filename);
type Make<Name extends keyof IAnalyzerServer> = (
    name: string,
    version: string,
    level: string,
    policies: Pack["policies"],
) => IAnalyzerServer[Name];
const sdk = load("@pulumi/policy/server") as {
    readonly makeAnalyzeRpcFun: Make<"analyze">;
    readonly makeAnalyzeStackRpcFun: Make<"analyzeStack">;
    readonly makeRemediateRpcFun: Make<"remediate">;
};
const proto = load("@pulumi/pulumi/proto/analyzer_pb") as typeof analyzer;
const { Struct: StructClass } = load("google-protobuf/google/protobuf/struct_pb") as { Struct: typeof Struct };

export const LEVEL = {
    advisory: proto.EnforcementLevel.ADVISORY,
    mandatory: proto.EnforcementLevel.MANDATORY,
    disabled: proto.EnforcementLevel.DISABLED,
} as const;

/** How Pulumi's protocol marks a value as secret. */
export function secret(value: unknown): unknown {
    return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A resource as the engine describes it. */
export interface Given {
    readonly type: string;
    readonly name: string;
    readonly props: Record<string, unknown>;
    readonly parent?: string;
    readonly protect?: boolean;
}

export interface Diagnostic {
    readonly policyname: string;
    readonly enforcementlevel: number;
    readonly message: string;
    readonly urn: string;
}

export function urnOf({ type, name }: Pick<Given, "type" | "name">): string {
    return `urn:pulumi:dev::kato::${type}::${name}`;
}

/** An engine that has started a pack. */
export class Engine {
    readonly #server: IAnalyzerServer;

    constructor({ policies, guard }: Pack) {
        const handlers = {
            analyze: sdk.makeAnalyzeRpcFun("kato-platform", "0.1.0", "advisory", policies),
            analyzeStack: sdk.makeAnalyzeStackRpcFun("kato-platform", "0.1.0", "advisory", policies),
            remediate: sdk.makeRemediateRpcFun("kato-platform", "0.1.0", "advisory", policies),
            // The SDK does not export its own.
            configure: (_call, done) => done(null, undefined),
        } satisfies Partial<IAnalyzerServer>;
        this.#server = guardedBy(guard, handlers as unknown as IAnalyzerServer);
    }

    /** Asks about one resource, as before it is made. */
    async analyze(given: Given): Promise<readonly Diagnostic[]> {
        const request = fill(new proto.AnalyzeRequest(), given);
        return diagnostics(await ask(this.#server.analyze, request));
    }

    /** Asks about all resources, as when everything is done. */
    async analyzeStack(...all: readonly Given[]): Promise<readonly Diagnostic[]> {
        const request = new proto.AnalyzeStackRequest();
        request.setResourcesList(all.map((given) => fill(new proto.AnalyzerResource(), given)));
        return diagnostics(await ask(this.#server.analyzeStack, request));
    }

    /** How many remediations there are for a resource. */
    async remediate(given: Given): Promise<number> {
        const request = fill(new proto.AnalyzeRequest(), given);
        const response: analyzer.RemediateResponse = await ask(this.#server.remediate, request);
        return response.getRemediationsList().length;
    }

    /** Asks for levels. */
    async configure(levels: Readonly<Record<string, analyzer.EnforcementLevel>>): Promise<void> {
        const request = new proto.ConfigureAnalyzerRequest();
        Object.entries(levels).forEach(([name, level]) => {
            request.getPolicyconfigMap().set(name, new proto.PolicyConfig().setEnforcementlevel(level));
        });
        await ask(this.#server.configure, request);
    }
}

function fill<R extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(request: R, given: Given): R {
    const options = new proto.AnalyzerResourceOptions()
        .setProtect(given.protect ?? false)
        .setParent(given.parent ?? "");
    request.setType(given.type).setName(given.name).setUrn(urnOf(given)).setOptions(options);
    request.setProperties(StructClass.fromJavaScript(given.props as Parameters<typeof Struct.fromJavaScript>[0]));
    return request;
}

function ask<R>(handle: (call: never, done: never) => void, request: unknown): Promise<R> {
    return new Promise((resolve, reject) => {
        const done = (error: unknown, response: R) => (error instanceof Error ? reject(error) : resolve(response));
        handle({ request } as never, done as never);
    });
}

function diagnostics(response: analyzer.AnalyzeResponse): readonly Diagnostic[] {
    return response.toObject().diagnosticsList;
}

import type { Json } from "../../../kubernetes/json";

/** One resource as the program registered it. */
export interface ResourceRecord {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN of the parent; the stack alone has none. */
    readonly parent?: string;
    /** Whether a provider manages it; components are not. */
    readonly custom: boolean;
    /** Whether the program only reads it: somebody else made it. */
    readonly external: boolean;
    /** Inputs in wire form, with the name a provider would make up. */
    readonly inputs: Record<string, Json>;
    /** What a component or the stack registered as its outputs, in wire form. */
    outputs?: Record<string, Json>;
    readonly options: ResourceOptions;
}

/** Options in effect, those inherited from a parent included. */
export interface ResourceOptions {
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** URNs, explicit and through inputs, sorted. */
    readonly dependsOn: readonly string[];
    /** Former identities, as URNs. */
    readonly aliases: readonly string[];
    /** URN of the provider. @default the package's default provider, or none for a component */
    readonly provider?: string;
    readonly deleteBeforeReplace: boolean;
    readonly ignoreChanges: readonly string[];
    readonly replaceOnChanges: readonly string[];
    readonly additionalSecretOutputs: readonly string[];
}

export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The identity that the engine gives a resource: the types of its ancestors, but for the stack, are part of it. */
export function makeUrn(of: { project: string; stack: string }, parent: string, type: string, name: string): string {
    const parentType = parent.split("::")[2] ?? "";
    const qualified = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
    return `urn:pulumi:${of.stack}::${of.project}::${qualified}::${name}`;
}

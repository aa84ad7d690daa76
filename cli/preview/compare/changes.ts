import type { Violation } from "../../../policies/engine/evaluate";
import type { FieldChange } from "./field-changes";
import type { ConnectionRow } from "../model/connections";

/** What differs between two previews. */
export interface Changes {
    /** What may lose data, keep a store from starting, open a door or weaken a setting; most also appear below. */
    readonly dangers: readonly Danger[];
    readonly resources: readonly ResourceChange[];
    readonly opened: readonly ConnectionRow[];
    readonly closed: readonly ConnectionRow[];
    /** Violations that the earlier preview did not have; they are among the dangers. */
    readonly violated: readonly Violation[];
    /** Violations that the earlier preview had, without those of what is removed. */
    readonly fixed: readonly Violation[];
}

export interface ResourceChange {
    readonly kind: "added" | "changed" | "replaced" | "removed";
    readonly type: string;
    readonly name: string;
    /** Fields of inputs and options, in the order of their paths. */
    readonly fields: readonly FieldChange[];
}

export interface Danger {
    readonly what:
        | "removed"
        | "replaced"
        | "shrunk"
        | "downgraded"
        | "version unknown"
        | "other engine"
        | "connection opened"
        | "TLS lost"
        | "route exposed"
        | "policy violated"
        | "weakened"
        | "protection lost";
    /** The resource, the connection or the host. */
    readonly subject: string;
    /** The fields that make it dangerous; none where the whole of it does. */
    readonly fields: readonly FieldChange[];
    /** Why it is dangerous, and what to do instead. */
    readonly why: string;
    /** The page that says how, relative to the project, perhaps with a section. @default there is none */
    readonly runbook?: string;
}

/** How a resource is written: the last part of its type, and its name. */
export function label({ type, name }: { readonly type: string; readonly name: string }): string {
    return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

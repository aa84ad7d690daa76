import type { Environment } from "../../../environments";
import type { Violation } from "../../../policies/engine/evaluate";
import type { Excepted } from "../../../policies/engine/exception";
import type { ResourceEntry } from "./entries";
import type { KubernetesObject } from "./objects";
import type { Recording } from "./recording";
import type { Totals } from "./totals";

/** All there is to know about a stack before it is deployed. */
export interface Preview extends Recording {
    readonly project: string;
    readonly stack: string;
    /** What it is held to. */
    readonly environment: Environment;
    readonly entries: readonly ResourceEntry[];
    readonly objects: readonly KubernetesObject[];
    readonly violations: readonly Violation[];
    /** Violations that an exception covers: they do not count. */
    readonly excepted: readonly Excepted[];
    /** Ids of the rules that could not be decided somewhere. */
    readonly undecided: ReadonlySet<string>;
    readonly totals: Totals;
}

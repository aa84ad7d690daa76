import type { ConnectionRow } from "./connections";
import type { ResourceRecord } from "./resources";
import type { Json } from "../../../kubernetes/json";

/** What the owner of an ingress controller that the cluster has already must set. */
export interface OwnersPart {
    /** What to know about the values, as comments of YAML. */
    readonly about: string;
    /** Where its pods are taken to listen. */
    readonly ports: { readonly http: number; readonly https: number };
    /** Values of the controller's chart. */
    readonly values: Json;
    /** NetworkPolicies of its namespace. */
    readonly policies: readonly Json[];
}

/** One line the program or the SDK wrote to the console. */
export interface Message {
    readonly level: "info" | "warning" | "error";
    readonly text: string;
}

/** What a program did. */
export interface Recording {
    readonly resources: readonly ResourceRecord[];
    /** Stack outputs without secrets. */
    readonly outputs: Readonly<Record<string, Json>>;
    readonly connections: readonly ConnectionRow[];
    /** @default the program installs its own controller */
    readonly existingController?: OwnersPart;
    /** What it wrote to the console or to Pulumi's log. */
    readonly messages: readonly Message[];
}

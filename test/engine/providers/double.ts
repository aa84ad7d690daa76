import type { Properties } from "./wire";

/** A resource as a provider is asked about it. */
export interface Subject {
    /** The type token, `kubernetes:core/v1:Secret`. */
    readonly type: string;
    /** The logical name in the program. */
    readonly name: string;
}

/** Whether a change needs a new resource, and in which order. */
export interface Replacement {
    /** The paths that force it; none if the change can be made in place. */
    readonly because: readonly string[];
    /** The old one must go first, since both cannot exist at a time. */
    readonly deleteFirst: boolean;
}

/**
 * What one stand-in provider does for real; everything around it is the same for all. Values are plain here: the server
 * takes the marks of secrets off and puts them back on.
 */
export interface Double {
    /** The settings of the provider resource. */
    configure?(settings: Properties): void;
    /** Fills in defaults and names. `olds` are missing for a new resource and for one that replaces another. */
    check?(subject: Subject, news: Properties, olds: Properties | undefined, random: string): Properties;
    replacement(subject: Subject, olds: Properties, news: Properties, changed: readonly string[]): Replacement;
    create(subject: Subject, inputs: Properties): { id: string; outputs: Properties };
    /** The live state, undefined if it is gone. */
    read(subject: Subject, id: string, state: Properties): Properties | undefined;
    update(subject: Subject, id: string, inputs: Properties): Properties;
    delete(subject: Subject, id: string, state: Properties): void;
    /** The outputs that are always secret. */
    secretOutputs(subject: Subject): readonly string[];
    invoke?(token: string, args: Properties): Properties;
}

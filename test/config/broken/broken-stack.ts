/** A stack file that must be refused. */
export interface BrokenStack {
    readonly title: string;
    /** The good file it is made from. @default prod */
    readonly base?: "dev" | "prod";
    /** YAML merged into the good file's settings; `null` takes a key out. */
    readonly patch: string;
    /** Every path the error names, in order: no more and no fewer. */
    readonly paths: readonly string[];
    /** Pieces of the message. */
    readonly says: readonly string[];
    /** Pieces that the message must not have: secrets. */
    readonly hides?: readonly string[];
}

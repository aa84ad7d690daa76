import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";

/**
 * A generated secret with its generation. Raising the generation by one in the stack file makes a new value and keeps the
 * one before for the overlap; the value before that is gone.
 */
export interface Credential {
    /** Number of the current value, from 1. */
    readonly generation: number;
    readonly current: pulumi.Output<string>;
    /** The value of the generation before, still accepted. Absent in the first generation. */
    readonly previous?: pulumi.Output<string>;
}

export interface CredentialArgs {
    /** Length in characters, `alphanumericLength(bytes)` unless the software wants an exact number. */
    readonly length: number;
    readonly generation: number;
    /** Production refuses to delete the current value: what it encrypted could not be read again. */
    readonly production: boolean;
    /** How long the value before may be accepted after a raise, in days (the policy `key-overlap`). @default until the next raise */
    readonly overlapDays?: number;
    /** The last generation that is accepted no more. @default none: the one before is */
    readonly withdrawn?: number;
}

/**
 * Generates a credential. Values are alphanumeric: safe in any file, URL or shell without quoting. The generation is part
 * of the resource's name, so an existing value is never made again and an interrupted run finds it in the state.
 */
export function generate(name: string, args: CredentialArgs, opts: pulumi.CustomResourceOptions): Credential {
    const { overlapDays, withdrawn = 0 } = args;
    const keepers = {
        generatedOn: day(0),
        ...(overlapDays === undefined ? {} : { previousUntil: day(overlapDays) }),
    };
    const value = (generation: number, protect: boolean): pulumi.Output<string> =>
        new RandomPassword(
            `${name}-g${generation}`,
            { length: args.length, special: false, keepers },
            // Without this, another day would be another value. With it, the state keeps the day of the first deployment.
            { ...opts, ignoreChanges: ["keepers"], ...(protect ? { protect } : {}) },
        ).result;
    const current = value(args.generation, args.production);
    return args.generation - 1 <= withdrawn
        ? { generation: args.generation, current }
        : { generation: args.generation, current, previous: value(args.generation - 1, false) };
}

/** All values that are accepted now, newest first: the order in which Kratos wants them. */
export function acceptedValues(of: Credential): pulumi.Output<string[]> {
    return pulumi.all(of.previous === undefined ? [of.current] : [of.current, of.previous]);
}

/** The day in so many days, in UTC, as `2026-11-22`: the policies `generation-age` and `key-overlap` count from it. */
function day(ahead: number): string {
    const now = new Date();
    now.setUTCDate(now.getUTCDate() + ahead);
    return now.toISOString().slice(0, "2026-11-22".length);
}

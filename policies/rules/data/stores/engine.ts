import type { Field } from "../../../../kubernetes/field";
import type { StoreEngine } from "../../stores";
import type { Setting, Settings, Word } from "./settings";

/** A setting that is wrong. Nothing in it is a value that may be a secret. */
export interface Fault {
    /** Name of the setting, by which the same fault is told from others. */
    readonly setting: string;
    /** What stands there, e.g. `port 6379`. */
    readonly found: string;
    readonly expected: string;
    readonly write: string;
    /** Where it stands; undefined in a file, or where it is missing. */
    readonly at?: Field;
}

/** One thing asked of a server: that it knows who is there, or that it speaks TLS. */
export interface Aspect {
    /** What is wrong with what is said. */
    faults(settings: Settings, shared: boolean): Fault[];
    /** What is missing in all that is said to a server together; undefined if nothing is. */
    missing(settings: Settings, shared: boolean): Omit<Fault, "at"> | undefined;
    /** What is wrong with a file that is a table rather than settings. @default there is none */
    tableFaults?(name: string, text: string): Fault[];
}

/** A variable of a container's environment. */
export interface Variable {
    readonly name: string;
    /** Undefined where it is a reference. */
    readonly value: string | undefined;
    readonly at?: Field;
}

/** How a server is started and configured. */
export interface Server {
    readonly name: StoreEngine["name"];
    /** Programs that are the server, by the last part of their path. */
    readonly programs: readonly string[];
    /** Name of a file that is surely this server's, wherever it stands. */
    readonly ownFile: RegExp;
    /** Name of a file that is its configuration where the server is told to read it. */
    readonly file: RegExp;
    /** Folders that it reads without being told. */
    readonly folders: readonly string[];
    fromFile(text: string): Settings;
    fromWords(words: readonly Word[]): Settings;
    /** What the image's own start script makes of variables. */
    fromVariables(variables: readonly Variable[], image: string): Settings;
    readonly authentication: Aspect;
    readonly tls: Aspect;
}

/** A fault if a setting is given as one of the values that are refused. */
export function refused(settings: Settings, name: string, values: RegExp, expected: string, write: string): Fault[] {
    const setting = settings.get(name);
    const { value, at } = setting ?? {};
    return value === undefined || !values.test(value)
        ? []
        : [{ setting: name, found: `${name} ${value}`.trim(), expected, write, at }];
}

/** Variables as the settings that they become. */
export function mapped(variables: readonly Variable[], names: Readonly<Record<string, string>>): Map<string, Setting> {
    return new Map(
        variables.flatMap(({ name, value, at }): [string, Setting][] => {
            const setting = Object.hasOwn(names, name) ? names[name] : undefined;
            return setting === undefined ? [] : [[setting, { value, at }]];
        }),
    );
}

import type { CHARTS } from "../../../../images";
import type { Field } from "../../../../kubernetes/field";
import type { Situation } from "../../../engine/rule";

/** A chart that may be installed, and what it must be told. */
export interface Chart {
    /** Which one; where it comes from is a setting of the stack. */
    readonly name: keyof typeof CHARTS;
    /**
     * The lowest version whose values were compared with this table, without a `v`. Which one is installed is written in
     * the component; it may be a later one with the same first number.
     */
    readonly lowest: readonly [number, number, number];
    /** One of ours: it has the quota, the default deny and the labels that the chart's pods are to be held to. */
    readonly namespace: string;
    /** What must be given. A chart's own defaults change with its version, so even those are to be written down. */
    readonly required: readonly Requirement[];
    /** Values that may be anything, with all below them. What is neither here nor required may not be given. */
    readonly free: readonly string[];
}

/** One value of a chart. */
export interface Requirement {
    /** Keys, joined by dots. */
    readonly path: string;
    /** What stands there instead of what should, several if it is a list of things; none if all is well. */
    readonly faults: (given: Given) => readonly string[];
    readonly expected: string;
    readonly write: string;
}

/** What a requirement looks at. */
export interface Given extends Situation {
    readonly at: Field;
    readonly values: Field;
    readonly namespace: string;
}

/** A requirement by a yes or no. `why` follows the expectation in the message. */
export function requires(
    path: string,
    accepts: (value: unknown, given: Given) => boolean,
    [expected, write]: readonly [expected: string, write: string],
    why: string,
): Requirement {
    return {
        path,
        faults: (given) => (accepts(given.at.value, given) ? [] : [shown(given.at.value)]),
        expected: `${expected} (${why})`,
        write: `${path.slice(path.lastIndexOf(".") + 1)}: ${write}`,
    };
}

/** One of these values, of which the first is recommended. */
export function oneOf(path: string, values: readonly unknown[], why: string): Requirement {
    const written = values.map((value) => JSON.stringify(value));
    return requires(path, (value) => values.includes(value), [written.join(" or "), written[0] ?? ""], why);
}

/** An image that is named, so that it is known before the chart is rendered; the rules about images judge what it is called. */
export function image(path: string): Requirement[] {
    return [
        ...["repository", "tag"].map((part) =>
            requires(
                `${path}.${part}`,
                (value) => typeof value === "string" && value !== "",
                ["a text", `<${part}>`],
                "otherwise the chart decides, and `npm run pin` cannot pin it",
            ),
        ),
        requires(
            `${path}.digest`,
            (value) => value === undefined || (typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value)),
            ["a digest", "sha256:<64 digits>"],
            "it is what really runs; `npm run pin` writes it",
        ),
    ];
}

/** As `spec.containers[].resources` of a pod: what it needs and what it may take. */
export function resources(path: string): Requirement[] {
    return ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"].map((amount) =>
        requires(
            `${path}.${amount}`,
            (value) => typeof value === "string" && value !== "",
            ["an amount", amount.endsWith("cpu") ? "100m" : "128Mi"],
            "a pod without it takes what others need, and the namespace's quota refuses it",
        ),
    );
}

/** Pod Security "restricted", for one container. */
export function restricted(path: string, mayAdd: readonly string[]): Requirement[] {
    const why = 'Pod Security "restricted"';
    return [
        oneOf(`${path}.allowPrivilegeEscalation`, [false], why),
        oneOf(`${path}.privileged`, [false, undefined], why),
        oneOf(`${path}.readOnlyRootFilesystem`, [true], "nothing is written into the program's own files"),
        oneOf(`${path}.runAsNonRoot`, [true], why),
        requires(`${path}.runAsUser`, isUser, ["a user other than 0", "101"], why),
        oneOf(`${path}.seccompProfile.type`, ["RuntimeDefault", "Localhost"], why),
        requires(`${path}.capabilities.drop`, (value) => isListOf(value, ["ALL"], 1), ['["ALL"]', "[ALL]"], why),
        requires(
            `${path}.capabilities.add`,
            (value) => value === undefined || isListOf(value, mayAdd, 0),
            [mayAdd.length === 0 ? "nothing" : `${mayAdd.join(", ")} or nothing`, "[]"],
            why,
        ),
    ];
}

export function isUser(value: unknown): boolean {
    return typeof value === "number" && value > 0;
}

function isListOf(value: unknown, allowed: readonly string[], least: number): boolean {
    return Array.isArray(value) && value.length >= least && value.every((item) => allowed.includes(item as string));
}

const SHOWN_LENGTH = 60;

function shown(value: unknown): string {
    const text = value === undefined ? "nothing" : JSON.stringify(value);
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

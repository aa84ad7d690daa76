import { readFileSync } from "node:fs";
import { join } from "node:path";
import { egress, ingress } from "./evaluator";
import type { LiveNetwork } from "./live";
import type { Labels, Party } from "./policy";
import { formatPorts, parsePorts } from "./ports";

export interface LabelledPod {
    /** `<namespace>/<name>` */
    readonly workload: string;
    readonly labels: Labels;
}

/** The hand-written page that says who may reach whom. */
export interface Matrix {
    /** Every workload whose pods the manifests make, `<namespace>/<name>`. */
    readonly workloads: readonly string[];
    /** Pods of ours that a Helm release makes, and so no manifest. */
    readonly released: readonly LabelledPod[];
    /** Pods that are not ours. */
    readonly strangers: readonly LabelledPod[];
    /** Addresses that are no pod's. */
    readonly machines: readonly { readonly name: string; readonly address: string }[];
    /** What is open. Every other cell is closed. */
    readonly open: readonly { readonly from: string; readonly to: string; readonly ports: string }[];
}

/** @throws Error when a row speaks of somebody whom no table introduces, or a pair has two rows */
export function readMatrix(name: string): Matrix {
    const tables = tablesIn(readFileSync(join(__dirname, `${name}.md`), "utf8"));
    const rows = (title: string): string[][] => {
        const found = tables.get(title);
        if (found === undefined) {
            throw new Error(`${name}.md has no table under "${title}"`);
        }
        return found;
    };
    const matrix: Matrix = {
        workloads: rows("Workloads").map(([workload = ""]) => workload),
        released: rows("Pods of Helm releases").map(labelledPod),
        strangers: rows("Pods of others").map(labelledPod),
        machines: rows("Addresses").map(([machine = "", address = ""]) => ({ name: machine, address })),
        open: rows("Open").map(([from = "", to = "", ports = ""]) => ({
            from,
            to,
            ports: formatPorts(parsePorts(ports)),
        })),
    };
    check(matrix);
    return matrix;
}

/** A party by its name in the matrix and by its own. */
interface Candidate {
    readonly party: Party;
    readonly who: string;
    readonly name: string;
}

/**
 * Compares every cell with what the live policies permit: the client's egress and the server's ingress, each by itself.
 *
 * @returns what differs, one line each: who, to whom, which side, what it is and what the matrix says
 */
export function compare(matrix: Matrix, network: LiveNetwork): string[] {
    const ours = new Set([...matrix.workloads, ...matrix.released.map(({ workload }) => workload)]);
    const theirs = new Set(matrix.strangers.map(({ workload }) => workload));
    const pods = network.pods.map(({ workload, name, pod }) => ({ party: pod, who: workload, name }));
    const present = new Set(pods.map(({ who }) => who));
    const parties: Candidate[] = [
        ...pods,
        ...matrix.machines.map(({ name, address }): Candidate => ({
            party: { kind: "machine", address },
            who: name,
            name,
        })),
    ];
    const cells = new Map(matrix.open.map(({ from, to, ports }) => [cell(from, to), ports]));
    const differences = parties.flatMap((from) =>
        parties.flatMap((to) => {
            const expected = formatPorts(parsePorts(cells.get(cell(from.who, to.who)) ?? "-"));
            const sides = [
                ...(ours.has(from.who)
                    ? [
                          {
                              side: "egress of the client",
                              ports: egress(network.policies, from.party, to.party),
                          },
                      ]
                    : []),
                ...(ours.has(to.who)
                    ? [
                          {
                              side: "ingress of the server",
                              ports: ingress(network.policies, from.party, to.party),
                          },
                      ]
                    : []),
            ];
            return sides
                .map(({ side, ports }) => ({ side, found: formatPorts(ports) }))
                .filter(({ found }) => found !== expected)
                .map(
                    ({ side, found }) =>
                        `${from.who} -> ${to.who}: ${side} is ${found}, the matrix says ${expected}` +
                        ` (${from.name} to ${to.name})`,
                );
        }),
    );
    return [
        ...[...ours, ...theirs].filter((who) => !present.has(who)).map((who) => `${who} has no pod on the server`),
        ...[...present]
            .filter((who) => !ours.has(who) && !theirs.has(who))
            .map((who) => `${who} is in no table of the matrix`),
        ...differences,
    ];
}

function labelledPod([workload = "", labels = ""]: readonly string[]): LabelledPod {
    return {
        workload,
        labels: Object.fromEntries(labels.split(", ").map((label) => label.split("=") as [string, string])),
    };
}

function check({ workloads, released, strangers, machines, open }: Matrix): void {
    const pods = [...released, ...strangers].map(({ workload }) => workload);
    const known = [...workloads, ...pods, ...machines.map(({ name }) => name)];
    const unknown = open.flatMap(({ from, to }) => [from, to]).filter((who) => !known.includes(who));
    const pairs = open.map(({ from, to }) => cell(from, to));
    const twice = pairs.filter((pair, index) => pairs.indexOf(pair) !== index);
    if (unknown.length > 0 || twice.length > 0) {
        throw new Error(
            `The matrix has rows of unknown parties (${unknown.join(", ")}) or pairs twice (${twice.join(", ")})`,
        );
    }
}

function cell(from: string, to: string): string {
    return `${from} -> ${to}`;
}

/** The cells of the first table under each heading, without its header. */
function tablesIn(markdown: string): Map<string, string[][]> {
    const sections = markdown.split(/^## /m).slice(1);
    return new Map(
        sections.map((section) => {
            const [title = "", ...lines] = section.split("\n");
            const rows = lines
                .filter((line) => line.startsWith("|"))
                .slice(2)
                .map((line) => line.split("|").slice(1, -1).map((text) => text.trim().replaceAll("`", ""))); // prettier-ignore
            return [title.trim(), rows];
        }),
    );
}

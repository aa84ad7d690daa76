import { type Attributed, evaluateWith } from "../../policies/evaluate";
import { rules } from "../../policies/rules";
import { today } from "../../policies/today";
import { type Command, parseArguments } from "../shared/arguments";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import { type Style, style, type Terminal } from "../shared/terminal";
import { readManifests } from "./manifests";

export const command = {
    start: "npm run policy --",
    purpose:
        "Checks Kubernetes YAML by the rules that the policy pack enforces: a rendered chart, another team's files.",
    flags: {
        manifests: { value: "DIR", help: "folder with .yaml, .yml and .json files, read with its subfolders" },
        json: { help: "print the violations as a JSON array on stdout" },
        help: { help: "print this text" },
    },
    notes: "Exit status: 0 fine, 1 a mandatory policy is violated, 2 the files cannot be read, 3 anything unexpected.\ndocs/policies.md explains every rule.",
} as const satisfies Command;

/**
 * Runs the command.
 *
 * @throws UsageError for a wrong command line or files that cannot be read
 */
export function policy(argv: readonly string[], terminal: Terminal): ExitStatus {
    const flags = parseArguments(command, argv);
    if (flags.manifests === undefined) {
        throw new UsageError("Which files? Add --manifests DIR.");
    }
    const { files, skipped } = readManifests(flags.manifests);
    const found = evaluateWith(rules, [...files.keys()], { production: true, today: today() });
    const fileOf = (one: Attributed): string => files.get(one.source) ?? "";
    if (flags.json) {
        const entries = found.map((one) => ({ ...one.violation, file: fileOf(one) }));
        terminal.stdout.write(`${JSON.stringify(entries, null, 2)}\n`);
    } else {
        terminal.stdout.write(text(found, fileOf, files.size, style(terminal.stdout)));
    }
    if (skipped > 0) {
        terminal.stderr.write(`${count(skipped, "document")} without apiVersion and kind skipped.\n`);
    }
    return found.some(({ violation }) => violation.level === "mandatory") ? EXIT.policy : EXIT.ok;
}

function text(found: readonly Attributed[], fileOf: (one: Attributed) => string, objects: number, use: Style): string {
    const lines: string[] = [];
    let heading = "";
    for (const one of found) {
        const { rule, level, resource, message } = one.violation;
        const next = `${use.bold(resource)}  ${use.dim(fileOf(one))}`;
        lines.push(...(next === heading ? [] : ["", next]));
        heading = next;
        lines.push(`  ${(level === "mandatory" ? use.red : use.yellow)(rule)}  ${message}`);
    }
    const mandatory = found.filter(({ violation }) => violation.level === "mandatory").length;
    const counts = `${count(found.length, "violation")}, ${mandatory} mandatory,`;
    const total = `${found.length === 0 ? "No violations" : counts} in ${count(objects, "object")}; ${rules.length} rules.`;
    return `${[...lines, "", (mandatory === 0 ? use.green : use.red)(total)].join("\n").trimStart()}\n`;
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

import { ENVIRONMENTS } from "../../environments";
import type { Attributed } from "../../policies/engine/evaluate";
import type { Exception } from "../../policies/engine/exception";
import { exceptions } from "../../policies/exceptions";
import { situationIn } from "../../policies/engine/rule";
import { rules } from "../../policies/rules";
import { today } from "../../policies/engine/today";
import { type Verdict, verdict } from "../../policies/engine/verdict";
import { type Command, parseArguments } from "../shared/arguments";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import { type Style, style, type Terminal } from "../shared/terminal";
import { type Manifests, type Place, readManifests } from "./manifests";

export const command = {
    start: "npm run policy --",
    purpose:
        "Checks Kubernetes YAML by the rules that the policy pack enforces: a rendered chart, another team's files.",
    flags: {
        manifests: { value: "DIR", help: "folder with .yaml, .yml and .json files, read with its subfolders" },
        environment: {
            value: "NAME",
            help: "development, staging or production, which is the default: some rules ask less of the others",
        },
        json: { help: "print the violations as a JSON array on stdout" },
        help: { help: "print this text" },
    },
    notes: "Exit status: 0 fine, 1 a mandatory policy is violated, 2 a file cannot be read, 3 anything unexpected.\nA file that cannot be read does not keep the others from being judged; 2 then says that the answer is not complete.\ndocs/policies.md explains every rule.",
} as const satisfies Command;

/**
 * Runs the command.
 *
 * @param given the exceptions. @default those of this repository
 * @throws UsageError for a wrong command line, or where there is nothing to judge
 */
export function policy(
    argv: readonly string[],
    terminal: Terminal,
    given: readonly Exception[] = exceptions,
): ExitStatus {
    const { manifests: folder, environment = "production", json } = parseArguments(command, argv);
    if (folder === undefined) {
        throw new UsageError("Which files? Add --manifests DIR.");
    }
    const known = ENVIRONMENTS.find((one) => one === environment);
    if (known === undefined) {
        throw new UsageError(`'--environment ${environment}' is none of ${ENVIRONMENTS.join(", ")}.`);
    }
    const manifests = readManifests(folder);
    const situation = situationIn(known, today());
    const found = verdict([...manifests.objects.keys()], { rules, exceptions: given, situation }, false);
    terminal.stdout.write(json ? jsonText(found, manifests) : text(found, manifests, style(terminal.stdout)));
    const excepted =
        json && found.excepted.length > 0 ? [`${count(found.excepted.length, "exception")} not listed.`] : [];
    [...excepted, ...manifests.notes, ...unread(manifests)].forEach((note) => terminal.stderr.write(`${note}\n`));
    if (manifests.problems.length > 0) return EXIT.invalid;
    return found.violations.some(({ violation }) => violation.level === "mandatory") ? EXIT.policy : EXIT.ok;
}

/** What was not read may be what another object was found to lack. */
function unread({ problems }: Manifests): string[] {
    return problems.length === 0 ? [] : ["Not judged, because it cannot be read:", ...problems];
}

function placeOf({ source }: Attributed, { objects }: Manifests): Place {
    const place = source === undefined ? undefined : objects.get(source);
    return place ?? { file: "policies/exceptions.ts", line: 1 };
}

function jsonText({ violations }: Verdict, manifests: Manifests): string {
    const entries = violations.map((one) => ({ ...one.violation, ...placeOf(one, manifests) }));
    return `${JSON.stringify(entries, null, 2)}\n`;
}

function text({ violations, excepted }: Verdict, manifests: Manifests, use: Style): string {
    const lines: string[] = [];
    let heading = "";
    for (const one of violations) {
        const { rule, level, severity, resource, message } = one.violation;
        const { file, line } = placeOf(one, manifests);
        const next = `${use.bold(resource)}  ${use.dim(`${file}:${line}`)}`;
        lines.push(...(next === heading ? [] : ["", next]));
        heading = next;
        const graded = (level === "mandatory" ? use.red : use.yellow)(`${rule}  ${level}, ${severity}`);
        lines.push(`  ${graded}  ${message}`);
    }
    const covered = excepted.map(({ violation: { rule, resource }, by: { exception } }) => {
        const why = `${exception.reason} (${exception.owner}, until ${exception.expiry})`;
        return `  ${use.yellow(rule)}  ${resource}: ${why}`;
    });
    const accepted = covered.length === 0 ? [] : ["", use.bold("Accepted by policies/exceptions.ts"), ...covered];
    return `${[...lines, ...accepted, "", total({ violations, excepted }, manifests, use)].join("\n").trimStart()}\n`;
}

function total({ violations, excepted }: Verdict, { objects }: Manifests, use: Style): string {
    const mandatory = violations.filter(({ violation }) => violation.level === "mandatory").length;
    const counts = `${count(violations.length, "violation")}, ${mandatory} mandatory,`;
    const found = violations.length === 0 ? "No violations" : counts;
    const exceptions = excepted.length === 0 ? "" : ` and ${count(excepted.length, "exception")}`;
    const sentence = `${found}${exceptions} in ${count(objects.size, "object")}; ${rules.length} rules.`;
    return (mandatory === 0 ? use.green : use.red)(sentence);
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

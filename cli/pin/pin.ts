import * as fs from "node:fs";
import * as path from "node:path";
import { isPlaceholder } from "../../config";
import { type ProjectFile, readProjectFile, stackFilePath, stacksOf } from "../../config/stack-file/project-file";
import { policyResource } from "../preview/model/objects";
import { runProgram } from "../preview/program/run";
import { readProgram } from "../preview/program/stack";
import { HELM_RELEASE } from "../../kubernetes/kinds";
import { PolicyObject } from "../../kubernetes/resource";
import { chartImage, chartImages } from "../../policies/rules/pods/images";
import { type Command, parseArguments, usage } from "../shared/arguments";
import { EXIT, type ExitStatus, messageOf, UsageError } from "../shared/exit";
import { stackName } from "../shared/stack-name";
import type { Terminal } from "../shared/terminal";
import { digestOf } from "./registry";

export const command = {
    start: "npm run pin --",
    purpose:
        "Looks up which content the tags of the platform's images stand for, and writes the digests down: from then on, exactly that runs.",
    flags: {
        stack: { value: "NAME", repeatable: true, help: "only the images of this stack; by default of all" },
        help: { help: "print this text" },
    },
    notes: "It asks each image's registry. Run it again after a version has changed, and review what it writes.",
} as const satisfies Command;

/** Where `components/workload/image.ts` reads them. */
export const DIGESTS_FILE = path.join("components", "workload", "digests.json");

type Digests = Readonly<Record<string, string>>;

/**
 * Runs the command. If one digest cannot be found out, nothing is written.
 *
 * @throws UsageError for a wrong command line, ConfigError for a stack file that cannot be read
 */
export async function pin(argv: readonly string[], root: string, terminal: Terminal): Promise<ExitStatus> {
    const { stack: named, help } = parseArguments(command, argv);
    if (help) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const file = path.join(root, DIGESTS_FILE);
    const before = JSON.parse(fs.readFileSync(file, "utf8")) as Digests;
    const images = await imagesOf(
        root,
        named.length === 0 ? stacks(readProjectFile(root)) : named.map(stackName),
        before,
    );
    const [placeholders, known] = [images.filter(isPlaceholder), images.filter((image) => !isPlaceholder(image))];
    const answers = await Promise.all(known.map(async (image) => ({ image, ...(await lookUp(image)) })));
    const problems = answers.flatMap(({ image, problem }) => (problem === undefined ? [] : [`${image}: ${problem}`]));
    if (problems.length > 0) {
        terminal.stderr.write(`${problems.join("\n")}\nNothing was written.\n`);
        return EXIT.unexpected;
    }
    const found = Object.fromEntries(answers.map(({ image, digest }) => [image, digest ?? ""]));
    // Of other stacks' images, what is known stays.
    const after = named.length === 0 ? found : { ...before, ...found };
    const sorted = Object.fromEntries(Object.entries(after).sort(([a], [b]) => (a < b ? -1 : 1)));
    fs.writeFileSync(file, `${JSON.stringify(sorted, null, 4)}\n`);
    for (const { image, digest = "" } of answers) {
        terminal.stdout.write(`${change(before[image], digest).padEnd(9)} ${image}  ${digest}\n`);
    }
    for (const image of placeholders) {
        terminal.stderr.write(`${image} is a placeholder: write your own image into the stack file first.\n`);
    }
    return EXIT.ok;
}

function change(before: string | undefined, after: string): string {
    return before === undefined ? "new" : before === after ? "unchanged" : "moved";
}

async function lookUp(image: string): Promise<{ readonly digest?: string; readonly problem?: string }> {
    try {
        return { digest: await digestOf(image) };
    } catch (error) {
        return { problem: messageOf(error) };
    }
}

function stacks(project: ProjectFile): string[] {
    const names = stacksOf(project);
    if (names.length === 0) {
        throw new UsageError(`There is no Pulumi.<stack>.yaml in ${project.stackFolder}.`);
    }
    return names;
}

/**
 * Every image that the stacks' pods and their charts' values name by tag.
 *
 * @param known digests that earlier runs have found: any other was written by hand and is left alone
 */
async function imagesOf(root: string, names: readonly string[], known: Digests): Promise<string[]> {
    const images = new Set<string>();
    const found = new Set(Object.values(known));
    const project = readProjectFile(root);
    for (const name of names) {
        const { resources } = await runProgram(readProgram(root, name, stackFilePath(project, name), []));
        for (const resource of resources) {
            for (const reference of referencesIn(new PolicyObject(policyResource(resource)))) {
                const [image = "", digest] = reference.split("@");
                if (digest === undefined || found.has(digest)) {
                    images.add(image);
                }
            }
        }
    }
    return [...images].sort();
}

function referencesIn({ type, pod, props }: PolicyObject): string[] {
    return type === HELM_RELEASE
        ? chartImages(props.at("values")).map(chartImage)
        : (pod?.containers ?? []).map(({ field }) => field.at("image").text ?? "");
}

import { parseArguments, usage } from "../shared/arguments";
import { stackName } from "../shared/stack-name";
import type { Main } from "../shared/end";
import { EXIT, type ExitStatus } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { previewSettings } from "../pipelines/settings";
import { checkAws } from "./aws";
import { checkCluster, checkNode, type Needs, needsOf } from "./checks";
import { connect } from "./cluster";
import { readKubeContext } from "./kube-context";
import { hasProblem, printFindings } from "./report";

export const command = {
    start: "npm run doctor --",
    purpose:
        "Checks that this machine, the cluster of a kube-context and the names in AWS can run the platform. Changes nothing.",
    flags: {
        stack: { value: "NAME", help: "look for what this stack needs as well, on its cluster" },
        context: { value: "NAME", help: "the kube-context to check; by default the stack's, or the current one" },
        help: { help: "show this" },
    },
} as const;

/** What every stack needs. */
const anyStack: Needs = { storage: { mode: "cluster-default" } };

/** Checks this machine, and then the cluster. */
export async function doctor(argv: readonly string[], terminal: Terminal, root = process.cwd()): Promise<ExitStatus> {
    const flags = parseArguments(command, argv);
    if (flags.help) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const config = flags.stack === undefined ? undefined : previewSettings(root, stackName(flags.stack));
    const outside = [checkNode(process.versions.node), ...(config === undefined ? [] : await checkAws(config))];
    printFindings(terminal.stdout, outside);
    const context = await readKubeContext(flags.context ?? config?.cluster.context);
    terminal.stdout.write(`\nkube-context ${context.name} at ${context.server}\n`);
    const findings = await checkCluster(await connect(context), config === undefined ? anyStack : needsOf(config));
    printFindings(terminal.stdout, findings);
    return hasProblem([...outside, ...findings]) ? EXIT.unexpected : EXIT.ok;
}

/** `npm run doctor` */
export const main: Main = (argv, root, terminal) => doctor(argv, terminal, root);

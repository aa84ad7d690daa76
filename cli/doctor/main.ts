import { parseArguments, usage } from "../shared/arguments";
import { endWith, EXIT, type ExitStatus } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { checkCluster, checkNode } from "./checks";
import { connect } from "./cluster";
import { readKubeContext } from "./kube-context";
import { hasProblem, printFindings } from "./report";

const command = {
    start: "npm run doctor --",
    purpose: "Checks that this machine and the cluster of a kube-context can run the platform. Changes nothing.",
    flags: {
        context: { value: "NAME", help: "the kube-context to check; by default the current one" },
        help: { help: "show this" },
    },
} as const;

/** `npm run doctor` */
export async function doctor(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
    const flags = parseArguments(command, argv);
    if (flags.help) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const node = checkNode(process.versions.node);
    printFindings(terminal.stdout, [node]);
    const context = await readKubeContext(flags.context);
    terminal.stdout.write(`\nkube-context ${context.name} at ${context.server}\n`);
    const findings = await checkCluster(await connect(context), { storage: { mode: "cluster-default" } });
    printFindings(terminal.stdout, findings);
    return hasProblem([node, ...findings]) ? EXIT.unexpected : EXIT.ok;
}

if (require.main === module) {
    endWith(doctor(process.argv.slice(2), process));
}

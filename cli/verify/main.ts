import { loadConfig } from "../../config";
import { connect } from "../doctor/cluster";
import { type KubeContext, readKubeContext } from "../doctor/kube-context";
import { parseArguments, usage } from "../shared/arguments";
import { EXIT, type ExitStatus, INTERRUPTED, messageOf } from "../shared/exit";
import { type Terminal, style } from "../shared/terminal";
import { LocalFolder, pinnedContext } from "../up/local-folder";
import { stackName } from "../shared/stack-name";
import { readStackFile } from "../up/stack-file";
import { refuseOtherCluster } from "../up/up";
import { allChecks } from "./checks";
import type { Result } from "./check";
import { Cleanup } from "./cleanup";
import type { Cluster } from "./cluster/cluster";
import { kubernetesCluster } from "./cluster/kubernetes";
import { promised } from "./promised";
import { Report, summary } from "./report";
import { verify } from "./verify";

export const command = {
    start: "npm run verify --",
    purpose:
        "Checks that what is running is what a stack promises: TLS, headers, limits, login, mail, denied connections.",
    flags: {
        stack: { value: "NAME", help: "the stack to check; by default dev" },
        json: { help: "print one JSON array on stdout and nothing else there" },
        help: { help: "show this" },
    },
    notes:
        "It registers an account and starts short-lived pods, and removes them again. docs/verify.md says what is checked.\n" +
        "Exit status: 0 all is well, 1 a check failed, 2 the configuration is invalid, 3 anything unexpected.",
} as const;

/** A check failed. */
const FAILED = 1 satisfies ExitStatus;

/** `npm run verify` */
export async function main(
    argv: readonly string[],
    root: string,
    terminal: Terminal,
    signal = interruption(terminal),
): Promise<ExitStatus> {
    const { stack: named = "dev", json, help } = parseArguments(command, argv);
    if (help) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const stack = stackName(named);
    const config = loadConfig(readStackFile(root, stack).source);
    const local = new LocalFolder(root);
    const context = await contextOf(config.cluster.context, local, stack);
    const facts = await connect(context);
    refuseOtherCluster(local, await facts.identity(), context, stack);

    const progress = json ? terminal.stderr : terminal.stdout;
    progress.write(`Stack ${stack} on kube-context ${context.name} at ${context.server}\n`);
    const cluster = await kubernetesCluster(context);
    const authority = await internalAuthority(cluster, context);
    const cleanup = new Cleanup();
    const report = new Report(progress);
    const checks = allChecks(promised(config), cluster, facts, authority, cleanup);
    const results = await verify(checks, cleanup, signal, (result) => report.add(result));
    summary(progress, results);
    if (json) {
        terminal.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
    }
    return statusFor(results);
}

export function statusFor(results: readonly Result[]): ExitStatus {
    return results.some(({ status }) => status === "failed") ? FAILED : EXIT.ok;
}

/**
 * Where the stack is: the kube-context that the stack file names, which production always does; or the one that
 * `npm run up` has brought it up on; or the current one.
 */
async function contextOf(configured: string | undefined, local: LocalFolder, stack: string): Promise<KubeContext> {
    const deployed = local.deployed(stack);
    return await readKubeContext(configured ?? (deployed === undefined ? undefined : pinnedContext(deployed)));
}

/**
 * The certificate of the authority that signs inside the cluster. Of the Secret it comes with, nothing else is kept.
 *
 * @throws Error if it is not there, and so neither is the platform
 */
async function internalAuthority(cluster: Pick<Cluster, "secret">, { name }: KubeContext): Promise<string> {
    try {
        const { "ca.crt": authority = "" } = await cluster.secret("kratos", "kratos-tls");
        return authority;
    } catch (error) {
        throw new Error(`The platform does not run on kube-context "${name}": ${messageOf(error)}`);
    }
}

/** The first Ctrl-C removes what has been made, the second ends at once. */
function interruption(terminal: Terminal): AbortSignal {
    const controller = new AbortController();
    for (const event of ["SIGINT", "SIGTERM"] as const) {
        process.on(event, () => {
            if (controller.signal.aborted) {
                process.exit(INTERRUPTED);
            }
            terminal.stderr.write(`\n${style(terminal.stderr).yellow("Interrupted: removing what was made …")}\n`);
            controller.abort();
        });
    }
    return controller.signal;
}

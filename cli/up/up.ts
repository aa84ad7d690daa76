import { join } from "node:path";
import { fullKey, loadConfig } from "../../config";
import { NORMS } from "../../environments";
import { checkAws, ownNames } from "../doctor/aws";
import { checkCluster, checkNode, needsOf } from "../doctor/checks";
import { connect } from "../doctor/cluster";
import { type KubeContext, readKubeContext } from "../doctor/kube-context";
import { hasProblem, printFindings } from "../doctor/report";
import { KubeApi } from "../drift/kube-api";
import { putBack } from "../drift/put-back";
import { recorded } from "../drift/state";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { confirm } from "./confirm";
import { Engine } from "./engine";
import { resumeVariables, settle, unlock } from "./interrupted";
import { LocalFolder, pinnedContext } from "./local-folder";
import { refuseKeptVolumes } from "./kept-volumes";
import { printNextSteps } from "./next-steps";
import { deployedStackFile, readStackFile, type StackFile } from "./stack-file";

export interface UpOptions {
    /** The project's folder. */
    readonly root: string;
    readonly stack: string;
    /** Do not ask. */
    readonly yes: boolean;
}

/** `npm run up`: brings a stack up on the current kube-context, with its state on this machine. */
export async function up({ root, stack, yes }: UpOptions, terminal: Terminal): Promise<ExitStatus> {
    const file = readStackFile(root, stack);
    // Before the rest is judged, which would ask for secrets that this command will not use.
    refuseProduction(file);
    // As what is about to be deployed: examples in the stack file are refused.
    const config = loadConfig({ ...file.source, deploys: true });
    const local = new LocalFolder(root);
    const context = await readKubeContext(config.cluster.context);
    refuseOtherContext(local.deployed(stack), context, stack);

    terminal.stdout.write(`Stack ${stack} goes to kube-context ${context.name} at ${context.server}\n\n`);
    const cluster = await connect(context);
    const identity = await cluster.identity();
    refuseOtherCluster(local, identity, context, stack);
    const findings = [
        checkNode(process.versions.node),
        ...(await checkAws(config)),
        ...(await checkCluster(cluster, needsOf(config))),
    ];
    printFindings(terminal.stdout, findings);
    if (hasProblem(findings)) {
        terminal.stderr.write("\nNothing was changed: solve the problems first (`npm run doctor` checks again).\n");
        return EXIT.unexpected;
    }
    if (!yes && !(await confirm(`\nDeploy to ${context.name}?`))) {
        terminal.stdout.write("Nothing was changed.\n");
        return EXIT.ok;
    }

    const engine = await Engine.find(root, local, stack);
    local.prepare();
    const pinned = { context: context.name, apiServer: await cluster.apiServer() };
    local.record(stack, deployedStackFile(file.text, pinned, local.deployed(stack)), identity);
    await unlock(engine, local, stack, terminal.stdout);
    const state = await engine.secretState();
    if (state === undefined) {
        refuseKeptVolumes(await cluster.claims(), context.name, local.stateFolder);
        await engine.createStack();
    }
    // Before the engine, which neither sees nor removes what others have added.
    const clean = state === undefined || (await putBack(new KubeApi(context), recorded(state), terminal));
    const pack = join(root, "policies");
    const variables = resumeVariables(state, terminal.stdout);
    let { code } = await engine.operate("up", ["--suppress-outputs", "--refresh", "--policy-pack", pack], variables);
    if (code === 0 && Object.keys(variables).length > 0) {
        code = await settle(engine, pack, terminal.stdout);
    }
    const stopped = local.stoppedBy();
    if (stopped.policy) {
        terminal.stderr.write("\nA mandatory policy is violated; see above. Nothing forbidden was created.\n");
        return EXIT.policy;
    }
    if (code !== 0) {
        if (stopped.takenName) terminal.stderr.write(`\n${takenName(stack)}\n`);
        terminal.stderr.write("\nNot finished; the reason is above. Running it again goes on from here.\n");
        return EXIT.unexpected;
    }
    if (!clean) {
        terminal.stderr.write("\nUp, but not all of what others have added could be taken away; see above.\n");
        return EXIT.unexpected;
    }
    printNextSteps(terminal.stdout, config, context.name, local.passphraseFile);
    return EXIT.ok;
}

function takenName(stack: string): string {
    return (
        "AWS has a secret or a key's alias of that name already. It is another stack's in the same account and region, " +
        "or was deleted less than `secrets.aws.recoveryWindowDays` ago. Give this stack names of its own:\n" +
        `    ${ownNames(stack)}\n` +
        "If an interrupted run of this stack has made it, see docs/runbooks/interrupted-deployment.md."
    );
}

/** Production keeps its state where a team and a pipeline share it, never in a folder of one machine. */
function refuseProduction({ source, stack }: StackFile): void {
    const environment = source.values[fullKey("environment")] ?? "";
    if (Object.entries(NORMS).some(([name, { live }]) => name === environment && live)) {
        throw new UsageError(
            `Stack ${stack} is production, and \`npm run up\` keeps its state in a folder on this machine. ` +
                "Use your own backend instead:\n" +
                "    npx pulumi login s3://…\n" +
                `    npx pulumi up --stack ${stack} --policy-pack policies`,
        );
    }
}

/** A second cluster would leave the first one's resources behind, unmanaged. */
function refuseOtherContext(deployed: string | undefined, { name }: KubeContext, stack: string): void {
    const before = deployed === undefined ? undefined : pinnedContext(deployed);
    if (before !== undefined && before !== name) {
        throw new UsageError(
            `Stack ${stack} is on kube-context "${before}", and the current one is "${name}". Go back with ` +
                `\`kubectl config use-context ${before}\`, or remove it from there first with \`npm run down\`. ` +
                "If that cluster no longer exists, delete the folder .local to start anew.",
        );
    }
}

/** @throws UsageError if a cluster was made anew under its old name: the state tells of things that are not in it */
export function refuseOtherCluster(local: LocalFolder, identity: string, { name }: KubeContext, stack: string): void {
    const before = local.cluster(stack);
    if (before !== undefined && before !== identity) {
        throw new UsageError(
            `The cluster of kube-context "${name}" is not the one that stack ${stack} is on; it was probably deleted and ` +
                "made anew. If so, what the state in .local tells of is gone: delete the folder .local to start anew.",
        );
    }
}

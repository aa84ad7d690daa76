import { connect } from "../doctor/cluster";
import { readKubeContext } from "../doctor/kube-context";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import type { Terminal } from "../shared/terminal";
import { confirm } from "./confirm";
import { Engine } from "./engine";
import { unlock } from "./interrupted";
import { leftSecrets, removeLeftSecrets } from "./left-secrets";
import { LocalFolder, pinnedContext } from "./local-folder";
import { refuseOtherCluster, type UpOptions } from "./up";

/** `npm run down`: removes everything that `npm run up` has created, the data included. */
export async function down({ root, stack, yes }: UpOptions, terminal: Terminal): Promise<ExitStatus> {
    const local = new LocalFolder(root);
    const deployed = local.deployed(stack);
    const pinned = deployed === undefined ? undefined : pinnedContext(deployed);
    if (pinned === undefined) {
        throw new UsageError(`There is nothing to remove: \`npm run up\` has not brought stack ${stack} up from here.`);
    }
    const context = await readKubeContext(pinned);
    terminal.stdout.write(`Stack ${stack} is on kube-context ${context.name} at ${context.server}\n`);
    // Without asking first, a cluster that is off would fail resource by resource.
    refuseOtherCluster(local, await (await connect(context)).identity(), context, stack);
    if (!yes && !(await confirm(`Delete all of it, the databases and their data included?`))) {
        terminal.stdout.write("Nothing was changed.\n");
        return EXIT.ok;
    }

    const engine = await Engine.find(root, local, stack);
    local.prepare();
    await unlock(engine, local, stack, terminal.stdout);
    const state = await engine.state();
    if (state === undefined) {
        throw new UsageError(`There is nothing to remove: stack ${stack} does not exist in ${local.stateFolder}.`);
    }
    const { code } = await engine.operate("destroy", ["--skip-preview"], {});
    local.forgetEvents();
    if (code !== 0) {
        terminal.stderr.write("\nNot finished; the reason is above. Running it again goes on from here.\n");
        return EXIT.unexpected;
    }
    await engine.removeStack();
    local.forget(stack);
    await removeLeftSecrets(context, leftSecrets(state));
    terminal.stdout.write(`\nStack ${stack} is gone.\n`);
    return EXIT.ok;
}

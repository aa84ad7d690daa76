import { parseArguments } from "../shared/arguments";
import { help, type Here, type PipelineCommand, start } from "./command";
import { GitHub } from "./github";
import { stacksFor } from "./stacks";

const usage = {
    start: start("deployed"),
    purpose: "Prints the stacks that pipelines deploy with the commit that each was last deployed from, as JSON.",
    flags: { help },
    notes: "A stack that was never deployed by the pipeline is left out, with a notice.",
} as const;

/**
 * Drift is a difference from what was deployed. Main may be ahead of it: what waits for its release there is no drift.
 */
export const deployed: PipelineCommand = {
    usage,
    async run(argv, { root, environment, terminal }: Here) {
        parseArguments(usage, argv);
        const github = GitHub.of(environment);
        const found: { stack: string; commit: string }[] = [];
        for (const { stack } of stacksFor(root, environment["STACKS"], "schedule")) {
            const commit = await lastDeployed(github, stack);
            if (commit === undefined) {
                terminal.stderr.write(`::notice::Stack ${stack} has not been deployed by deploy.yml yet.\n`);
            } else {
                found.push({ stack, commit });
            }
        }
        terminal.stdout.write(`${JSON.stringify(found)}\n`);
    },
};

/** The commit of the last deployment to a stack's environment that succeeded. */
async function lastDeployed(github: GitHub, stack: string): Promise<string | undefined> {
    const query = `environment=${encodeURIComponent(stack)}&per_page=30`;
    const deployments = ((await github.get(`deployments?${query}`)) ?? []) as { id: number; sha: string }[];
    for (const { id, sha } of deployments) {
        const [last] = ((await github.get(`deployments/${id}/statuses?per_page=1`)) ?? []) as { state: string }[];
        if (last?.state === "success") {
            return sha;
        }
    }
    return undefined;
}

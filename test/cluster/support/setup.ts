import { resolveTool } from "../../../tools/build";
import { loadDefinitions } from "./definitions";
import { previewOf, STACK_FILES } from "./stack";

/** Everything slow or missing comes before the first test: no time limit applies here, and one message says what is wrong. */
export async function mochaGlobalSetup(): Promise<void> {
    try {
        resolveTool("etcd");
        resolveTool("kube-apiserver");
        resolveTool("kubectl");
        const releases = STACK_FILES.flatMap((file) => previewOf(file).releases);
        await loadDefinitions(releases);
        for (const release of new Set(releases.map(({ chart, version }) => `${chart} ${version}`))) {
            console.log(`Not proved here: the objects of the Helm release ${release}, which is rendered at deploy.`);
        }
    } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        process.exit(1);
    }
}

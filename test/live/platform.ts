import { KubeConfig } from "@kubernetes/client-node";
import { imagesIn } from "../../cli/pipelines/images";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PROBE_IMAGE } from "../../cli/verify/probes/manifests";
import { fullName } from "../../kubernetes/image";
import { resolveTool } from "../../tools/build";
import { previewOf } from "../cluster/support/stack";
import { type Outcome, Project } from "../engine/support/project";
import { serveCharts } from "./charts/serve";
import { startCluster, stopCluster } from "./cluster/cluster";
import { KUBECONFIG, path } from "./cluster/layout";
import { NODE_RECORD } from "./cluster/node";
import { prepareTools, requireSystem } from "./cluster/parts";
import { hasRecipe } from "./images/recipes";

/** The cluster that the scenarios are about, and the program that deploys to it. */
export interface Platform {
    readonly kubeConfig: KubeConfig;
    /** Whether it is the cluster of parts, with stand-ins for what cannot be had, and whose node can be entered. */
    readonly ofParts: boolean;
    /** `npm run <script> -- <arguments>`, as a user does. */
    readonly npm: (script: string, ...args: readonly string[]) => Promise<Outcome>;
}

/** All that the development stack makes. */
export const NAMESPACES = ["kratos", "kato", "nginx-ingress", "cert-manager"];

const REPOSITORY = resolve(__dirname, "../..");

let running: Platform | undefined;
let stop = (): Promise<void> => Promise.resolve();

/** @throws Error before `startPlatform` */
export function platform(): Platform {
    if (running === undefined) {
        throw new Error("There is no cluster: run `npm run test:live`.");
    }
    return running;
}

/**
 * @param report Where progress goes.
 * @throws {MissingToolError} naming all that is missing
 */
export async function startPlatform(report: (line: string) => void): Promise<void> {
    const context = process.env["LIVE_CONTEXT"];
    running = context === undefined ? await onParts(report) : onContext(context);
}

export async function stopPlatform(): Promise<void> {
    running = undefined;
    await stop();
}

/** Everything is the user's own: cluster, CLI, providers, charts and images. */
function onContext(context: string): Platform {
    const folder = mkdtempSync(join(tmpdir(), "live-"));
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromDefault();
    kubeConfig.setCurrentContext(context);
    const file = join(folder, "kubeconfig");
    writeFileSync(file, kubeConfig.exportConfig(), { mode: 0o600 });
    stop = () => {
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
    };
    const npm: Platform["npm"] = (script, ...args) =>
        new Promise((settle, reject) => {
            const env = { ...process.env, KUBECONFIG: file };
            const child = spawn("npm", ["run", "--silent", script, "--", ...args], { cwd: REPOSITORY, env });
            let output = "";
            child.stdout.on("data", (data: Buffer) => (output += data.toString()));
            child.stderr.on("data", (data: Buffer) => (output += data.toString()));
            child.once("error", reject);
            child.once("close", (code) => settle({ code, output }));
        });
    return { kubeConfig, ofParts: false, npm };
}

async function onParts(report: (line: string) => void): Promise<Platform> {
    requireSystem();
    prepareTools(report);
    stop = stopCluster;
    await startCluster(imageNames(), report);
    const watcher = stopClusterAfterKill();
    mkdirSync(path("charts"));
    const charts = await serveCharts(path("charts"));
    const project = new Project({ kubernetes: dirname(resolveTool("pulumi-resource-kubernetes")) });
    stop = async () => {
        charts.stop();
        project.remove();
        await stopCluster();
        watcher.kill();
    };
    project.export({
        KUBECONFIG,
        SSL_CERT_FILE: charts.authority,
        // The newest provider that is served as a module does not know the setting `enablePatchForce` yet.
        PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
    });
    project.configure("dev", {
        "kato-platform:images.charts": { certManager: charts.url, nginxIngress: charts.url },
    });
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(KUBECONFIG);
    return {
        kubeConfig,
        ofParts: true,
        npm: (script, ...args) => project.run("npm", ["run", "--silent", script, "--", ...args]),
    };
}

/** Where this process ends without having stopped its cluster, another one does, unless there is a newer cluster by then. */
function stopClusterAfterKill(): ChildProcess {
    const script = 'tail --pid="$1" -f /dev/null; [ "$(cat "$2")" != "$3" ] || exec "$4" --import tsx "$5" stop';
    const node = readFileSync(NODE_RECORD, "utf8").trim();
    const main = join(__dirname, "cluster/main.ts");
    const args = ["-c", script, "sh", String(process.pid), NODE_RECORD, node, process.execPath, main];
    const watcher = spawn("sh", args, { cwd: REPOSITORY, detached: true, stdio: "ignore" });
    watcher.unref();
    return watcher;
}

/** What the pods of the development stack and of `npm run verify` ask for. */
function imageNames(): string[] {
    const { objects, releases } = previewOf("test/support/stacks/dev.yaml");
    // Of a chart's images, those that its stand-in has.
    const ofCharts = imagesOfValues(releases).filter(hasRecipe);
    return [...new Set([...imagesIn(objects), ...ofCharts, PROBE_IMAGE].map(fullName))];
}

/** Every `image: { repository, tag }` below a chart's values. */
function imagesOfValues(value: unknown): string[] {
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, below]) => {
        const { repository, tag } = (key === "image" ? below : {}) as { repository?: string; tag?: string };
        return repository === undefined ? imagesOfValues(below) : [`${repository}:${tag ?? ""}`];
    });
}

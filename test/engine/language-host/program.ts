import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";

/** The exit code of `@pulumi/pulumi/cmd/run` after it has already told the user what is wrong. */
const alreadyReported = 32;

/** The `runtime.options` of a Pulumi.yaml or PulumiPolicy.yaml that the Node.js host knows. */
export interface RuntimeOptions {
    /** Load TypeScript through ts-node. @default true */
    readonly typescript: boolean;
    /** Arguments for the node process itself. */
    readonly nodeArguments: readonly string[];
}

export function runtimeOptions(info: ProgramInfo): RuntimeOptions {
    const options = info.getOptions()?.toJavaScript() ?? {};
    const nodeArguments = options["nodeargs"];
    return {
        typescript: options["typescript"] !== false,
        nodeArguments: typeof nodeArguments === "string" ? nodeArguments.split(/\s+/).filter(Boolean) : [],
    };
}

/** The file of a module as the program, not this host, would find it. */
export function locateModule(name: string, programDirectory: string): string {
    return createRequire(join(programDirectory, "package.json")).resolve(name);
}

/** Runs a program the way the CLI does for a user: `node <nodeargs> @pulumi/pulumi/cmd/run <options> <entry point>`. */
export async function runProgram(request: RunRequest, engineAddress: string): Promise<RunResponse> {
    const info = request.getInfo();
    if (info === undefined) {
        throw new Error("The engine sent no program information.");
    }
    const options = runtimeOptions(info);
    const environment = {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray().map(oldStyleKey))),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    };
    const child = spawn(
        "node",
        [
            ...options.nodeArguments,
            locateModule("@pulumi/pulumi/cmd/run", info.getProgramDirectory()),
            ...flag("monitor", request.getMonitorAddress()),
            ...flag("engine", engineAddress),
            ...flag("organization", request.getOrganization()),
            ...flag("project", request.getProject()),
            ...flag("root-directory", info.getRootDirectory()),
            ...flag("stack", request.getStack()),
            ...flag("pwd", info.getProgramDirectory()),
            ...(request.getDryrun() ? ["--dry-run"] : []),
            ...flag("parallel", String(request.getParallel())),
            info.getEntryPoint(),
            ...request.getArgsList(),
        ],
        { env: environment, stdio: ["ignore", "inherit", "inherit"] },
    );
    process.once("exit", () => child.kill());
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", resolve);
    });
    if (code === alreadyReported) {
        return new RunResponse().setBail(true);
    }
    return new RunResponse().setError(code === 0 ? "" : `Program exited with non-zero exit code: ${String(code)}`);
}

/** The real host still hands keys over as `namespace:config:name`, for old SDKs. */
function oldStyleKey([key, value]: [string, string]): [string, string] {
    return [key.replace(":", ":config:"), value];
}

function flag(name: string, value: string): string[] {
    return value === "" ? [] : [`--${name}`, value];
}

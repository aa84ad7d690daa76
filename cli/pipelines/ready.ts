import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { parse } from "yaml";
import { MOST_ALIASES } from "../../kubernetes/aliases";
import { loadConfig, placeholders } from "../../config";
import { parseArguments } from "../shared/arguments";
import { messageOf, UsageError } from "../shared/exit";
import { readStackFile } from "../up/stack-file";
import { help, type PipelineCommand, required, stack, start } from "./command";
import { previewSettings } from "./settings";

const usage = {
    start: start("ready"),
    purpose: "Says what keeps a pipeline from working on a stack; if nothing does, prints the stack's kube-context.",
    flags: { stack, help },
} as const;

export const command: PipelineCommand = {
    usage,
    async run(argv, { root, terminal }) {
        terminal.stdout.write(`${await ready(root, required("stack", parseArguments(usage, argv).stack))}\n`);
    },
};

/**
 * Whether a pipeline may work on a stack: with a state that others see too, a secrets provider without a passphrase, a
 * cluster that is named, and settings that are somebody's own.
 *
 * @returns the kube-context that its file names
 * @throws UsageError with everything that is in the way
 */
export async function ready(root: string, stack: string): Promise<string> {
    const { text, source } = readStackFile(root, stack);
    const problems: string[] = [];
    let context: string | undefined;
    try {
        const settings = previewSettings(root, stack);
        context = settings.cluster.context;
        problems.push(...placeholders(settings).map(({ path, value }) => `${path} is still a placeholder: ${value}`));
        if (context === undefined) {
            problems.push("cluster.context names no kube-context. `npm run up` is for a stack of your own machine.");
        }
        // The same with the secrets as they are: which of them are missing.
        loadConfig(source);
    } catch (error) {
        problems.push(messageOf(error));
    }
    const backend = await backendUrl().catch((error: unknown) => {
        problems.push(`pulumi is not logged in to a backend: ${messageOf(error)}`);
        return undefined;
    });
    if (backend !== undefined) {
        problems.push(...refusedBackend(backend), ...refusedSecretsProvider(backend, text, stack));
    }
    if (context === undefined || problems.length > 0) {
        throw new UsageError(
            `Stack ${stack} is not ready for a pipeline:\n${problems.map((each) => `  - ${each}`).join("\n")}`,
        );
    }
    return context;
}

/** A folder on the machine of a pipeline is gone when it ends, and with it all that is known about what exists. */
function refusedBackend(url: string): string[] {
    return /^(file|mem):/.test(url)
        ? ["The backend is local (PULUMI_BACKEND_URL begins with file:). Use one that is shared, such as s3://…"]
        : [];
}

/** With a passphrase, everything that is secret would hang on one long-lived text in a repository's settings. */
function refusedSecretsProvider(backend: string, file: string, stack: string): string[] {
    // Pulumi's own service encrypts with keys of its own.
    if (backend.startsWith("https:")) {
        return [];
    }
    const { secretsprovider } = (parse(file, { maxAliasCount: MOST_ALIASES }) ?? {}) as { secretsprovider?: unknown };
    const provider = typeof secretsprovider === "string" ? secretsprovider : "passphrase";
    return /^[a-z]+:\/\//.test(provider)
        ? []
        : [
              `Pulumi.${stack}.yaml names no key that encrypts the state's secrets. Name one: ` +
                  `pulumi stack change-secrets-provider "awskms://alias/…?region=…" --stack ${stack}`,
          ];
}

async function backendUrl(): Promise<string> {
    try {
        const { stdout } = await promisify(execFile)("pulumi", ["whoami", "--json", "--non-interactive"]);
        return (JSON.parse(stdout) as { url: string }).url;
    } catch (error) {
        const { stderr } = error as { stderr?: string };
        throw new Error(stderr?.trim().split("\n").at(-1) ?? messageOf(error));
    }
}

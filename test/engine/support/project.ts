import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
    copyFileSync,
    cpSync,
    existsSync,
    linkSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parse, parseDocument } from "yaml";
import { resolveTool } from "../../../tools/build";
import { written } from "../providers/kubernetes/managers";
import { type Existing, type Faults, worldFile, worldVariable } from "../providers/store";
import { stackFile } from "../../support/stacks/files";

const repository = resolve(__dirname, "../../..");
const engine = resolve(__dirname, "..");
const providers = ["kubernetes", "random", "aws"] as const;

export type Provider = (typeof providers)[number];

/** What a command did. */
export interface Outcome {
    /** The exit code; null if a signal ended it. */
    readonly code: number | null;
    /** Standard output and standard error, as they came. */
    readonly output: string;
}

/** One resource of a stack's state, as `pulumi stack export` gives it. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly protect?: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Deployment {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly object[];
}

/**
 * The repository as a user has it, in a temporary folder: the same program through links, its project settings with the
 * stand-in providers, a state, a home folder for the CLI and a "world" of its own. Nothing reaches the network.
 */
export class Project {
    readonly folder: string;
    /** Where the state is, for commands that do not choose it themselves. */
    readonly backend: string;
    readonly #world: string;
    readonly #bin: string;
    readonly #environment: NodeJS.ProcessEnv;

    /** @param others Folders of providers that take the place of stand-ins. */
    constructor(others: Readonly<Partial<Record<Provider, string>>> = {}) {
        const root = mkdtempSync(join(tmpdir(), "engine-"));
        [this.folder, this.backend, this.#world] = ["project", "state", "world"].map((name) => {
            mkdirSync(join(root, name));
            return join(root, name);
        }) as [string, string, string];
        this.#link(others);
        const cli = resolveTool("pulumi");
        const home = join(root, "home");
        this.#bin = installCli(cli, home);
        this.#environment = {
            // The tests may run under npm, whose settings must not reach the npm that a scenario starts.
            ...Object.fromEntries(
                Object.entries(process.env).filter(([key]) => !/^(npm_|PULUMI_|AWS_|KUBE)/i.test(key)),
            ),
            HOME: root,
            // The one that is found on PATH is this one too, whatever the machine has.
            PATH: this.#bin + delimiter + (process.env["PATH"] ?? ""),
            PULUMI_HOME: home,
            PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
            PULUMI_BACKEND_URL: `file://${this.backend}`,
            npm_config_update_notifier: "false",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            [worldVariable]: this.#world,
        };
    }

    /** `pulumi …` through the npm launcher, as `npx pulumi` runs it. */
    pulumi(...args: string[]): Promise<Outcome> {
        return this.#pulumi(args, {});
    }

    #pulumi(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Outcome> {
        const launcher = join(repository, "node_modules/pulumi/run.js");
        return this.run(process.execPath, [launcher, "--non-interactive", ...args], environment);
    }

    /** Any command in the project's folder. */
    run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
        return new Promise((settle, reject) => {
            const child = spawn(command, args, {
                cwd: this.folder,
                env: { ...this.#environment, ...environment },
                stdio: ["ignore", "pipe", "pipe"],
            });
            let output = "";
            child.stdout.on("data", (data: Buffer) => (output += data.toString()));
            child.stderr.on("data", (data: Buffer) => (output += data.toString()));
            child.once("error", reject);
            child.once("close", (code) => settle({ code, output }));
        });
    }

    /** Variables of the environment for all later commands. */
    export(variables: NodeJS.ProcessEnv): void {
        Object.assign(this.#environment, variables);
    }

    /** Changes `Pulumi.<stack>.yaml`: dotted paths below `config`, undefined to remove one. */
    configure(stack: string, settings: Readonly<Record<string, unknown>>): void {
        const file = join(this.folder, `Pulumi.${stack}.yaml`);
        const document = parseDocument(existsSync(file) ? readFileSync(file, "utf8") : "config: {}");
        for (const [path, value] of Object.entries(settings)) {
            const keys = ["config", ...path.split(".")];
            if (value === undefined) {
                document.deleteIn(keys);
            } else {
                document.setIn(keys, document.createNode(value));
            }
        }
        writeFileSync(file, document.toString());
    }

    /** The resources in the state, secrets in the clear. */
    async state(stack: string, environment: NodeJS.ProcessEnv = {}): Promise<readonly StateResource[]> {
        return (await this.#deployment(stack, environment)).resources ?? [];
    }

    /** What the engine notes that it was doing when it was interrupted. */
    async pending(stack: string, environment: NodeJS.ProcessEnv = {}): Promise<readonly object[]> {
        return (await this.#deployment(stack, environment)).pending_operations ?? [];
    }

    async #deployment(stack: string, environment: NodeJS.ProcessEnv): Promise<Deployment> {
        const outcome = await this.#pulumi(["stack", "export", "--show-secrets", "--stack", stack], environment);
        if (outcome.code !== 0) {
            throw new Error(outcome.output);
        }
        return (JSON.parse(outcome.output) as { deployment: Deployment }).deployment;
    }

    /**
     * What exists in the account or the cluster.
     *
     * @param context The cluster's kube-context. @default the only one that a stack was deployed to
     */
    world(provider: Provider, context?: string): readonly (Existing & { readonly id: string })[] {
        const file = this.#worldFile(provider, context);
        const content = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Existing>) : {};
        return Object.entries(content).map(([id, existing]) => ({ id, ...existing }));
    }

    /**
     * Changes one thing behind the engine's back.
     *
     * @param by Who does it, as the API server records it. @default a program with a client of its own
     */
    tamper(
        provider: Provider,
        id: string,
        change: (object: Existing["object"]) => void,
        by: { readonly name: string; readonly subresource?: string } = { name: "node-fetch" },
    ): void {
        this.#edit(provider, (world) => {
            const existing = world[id];
            if (existing === undefined) {
                throw new Error(`There is no ${id}.`);
            }
            const before = structuredClone(existing.object);
            change(existing.object);
            const { managers = [] } = existing;
            world[id] = { ...existing, managers: written(managers, before, existing.object, by) };
        });
    }

    /** What exists already when the stack comes. */
    plant(provider: Provider, id: string, existing: Existing): void {
        const file = this.#worldFile(provider);
        if (!existsSync(file)) writeFileSync(file, "{}");
        this.#edit(provider, (world) => (world[id] = existing));
    }

    /** A program that is found on PATH before any of the machine's. */
    install(name: string, text: string): void {
        writeFileSync(join(this.#bin, name), text, { mode: 0o755 });
    }

    /** Deletes one thing behind the engine's back. */
    vanish(provider: Provider, id: string): void {
        this.#edit(provider, (world) => Reflect.deleteProperty(world, id));
    }

    #edit(provider: Provider, change: (world: Record<string, Existing>) => void): void {
        const file = this.#worldFile(provider);
        const world = JSON.parse(readFileSync(file, "utf8")) as Record<string, Existing>;
        change(world);
        writeFileSync(file, JSON.stringify(world));
    }

    #worldFile(provider: Provider, context?: string): string {
        const files = readdirSync(this.#world).filter((name) => name.startsWith(`${provider}.`));
        if (context === undefined && files.length > 1) {
            throw new Error(`Name one of several clusters: ${files.join(", ")}`);
        }
        return join(this.#world, (context === undefined ? files[0] : undefined) ?? worldFile(provider, context));
    }

    /** Everything that the providers were told to do since the last call: `create <type> <logical name>`. */
    operations(): readonly string[] {
        const file = join(this.#world, "operations.log");
        const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
        rmSync(file, { force: true });
        return lines;
    }

    faults(faults: Faults): void {
        writeFileSync(join(this.#world, "faults.json"), JSON.stringify(faults));
    }

    /** All files below a folder whose content has one of these texts. */
    filesWith(folder: string, texts: readonly string[]): readonly string[] {
        return readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name))
            .filter((file) => {
                const content = readFileSync(file);
                return texts.some((text) => content.includes(text));
            });
    }

    /** The program with one file changed; the repository is not touched, and an earlier change is gone. */
    changeProgram(path: string, change: (code: string) => string): void {
        // Node follows links, so that only a copy of the entry point loads copies of what it imports.
        for (const name of ["index.ts", path.split("/")[0] ?? path]) {
            const entry = join(this.folder, name);
            rmSync(entry, { recursive: true });
            cpSync(join(repository, name), entry, { recursive: true });
        }
        const file = join(this.folder, path);
        writeFileSync(file, change(readFileSync(file, "utf8")));
    }

    /** As on a machine where no CLI was ever installed and no download works. */
    forgetCli(): void {
        const offline = join(this.folder, "..", "offline.cjs");
        writeFileSync(offline, 'globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));\n');
        const broken = join(this.folder, "..", "broken");
        mkdirSync(broken);
        writeFileSync(join(broken, "pulumi"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
        this.export({
            PULUMI_HOME: join(this.folder, "..", "empty"),
            NODE_OPTIONS: `--require ${offline}`,
            // Before one that this machine may have.
            PATH: broken + delimiter + (process.env["PATH"] ?? ""),
        });
    }

    remove(): void {
        rmSync(resolve(this.folder, ".."), { recursive: true, force: true });
    }

    /** Links to everything in the repository but what the scenarios change. */
    #link(others: Readonly<Partial<Record<Provider, string>>>): void {
        for (const name of readdirSync(repository)) {
            if (!/^Pulumi\..*yaml$/.test(name) && ![".git", ".local", "out"].includes(name)) {
                symlinkSync(join(repository, name), join(this.folder, name));
            }
        }
        for (const stack of ["dev", "prod"] as const) {
            cpSync(stackFile(stack), join(this.folder, `Pulumi.${stack}.yaml`));
        }
        const settings = parse(readFileSync(join(repository, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
        const place = (name: Provider): string => others[name] ?? join(engine, "providers", name);
        const plugins = { providers: providers.map((name) => ({ name, path: place(name) })) };
        writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify({ ...settings, plugins }));
    }
}

/** Where the npm launcher looks for a CLI that it has installed: no download. */
function installCli(cli: string, home: string): string {
    const { version } = JSON.parse(readFileSync(join(repository, "node_modules/pulumi/package.json"), "utf8")) as {
        version: string;
    };
    const folder = join(home, "versions", version, "bin");
    mkdirSync(folder, { recursive: true });
    // The CLI looks for its language hosts beside its own file, not beside a link to it.
    placeFile(cli, join(folder, "pulumi"));
    symlinkSync(join(engine, "language-host/pulumi-language-nodejs"), join(folder, "pulumi-language-nodejs"));
    return folder;
}

/** A hard link takes no time and no space; across file systems there is none. */
function placeFile(from: string, to: string): void {
    try {
        linkSync(from, to);
    } catch {
        copyFileSync(from, to);
    }
}

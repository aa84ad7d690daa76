import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { disabledProviders } from "../../../config/rules/providers";
import { messageOf } from "../../shared/exit";
import { captureConsole } from "./console";
import { mocks } from "./mocks";
import { type Identity, Recorder } from "./record";
import { type ResourceRecord, STACK_TYPE } from "../model/resources";
import { redacted } from "../model/wire";
import type { Message, OwnersPart, Recording } from "../model/recording";
import type { ConnectionRow } from "../model/connections";
import type { Json } from "../../../kubernetes/json";

export interface Program extends Identity {
    /** Folder of the project; the program runs there, as the engine does it. */
    readonly root: string;
    /** Full configuration key to raw text, as Pulumi hands it to programs. */
    readonly values: Readonly<Record<string, string>>;
    /** Full keys of the values that are secret. */
    readonly secretKeys: readonly string[];
    /** What the reader of the preview should know of these values. @default nothing */
    readonly warnings?: readonly string[];
}

/**
 * Runs a project's `index.ts` under Pulumi's mock runtime.
 *
 * @throws what the program threw, wherever it did: while loading, in a constructor, or later in an `apply`
 */
export async function runProgram(program: Program): Promise<Recording> {
    const recorder = new Recorder(program, disabledProviders(program.values));
    const messages: Message[] = (program.warnings ?? []).map((text) => ({ level: "warning", text }));
    const errors = new Set<unknown>();
    const collect = (error: unknown): void => void errors.add(error);
    // An error in `apply` has no caller to go to; it ends as an unhandled rejection.
    process.on("unhandledRejection", collect);
    process.on("uncaughtException", collect);
    const releaseConsole = captureConsole(messages);
    const restoreSurroundings = isolate(program.root);
    try {
        pulumi.runtime.setAllConfig({ ...program.values }, [...program.secretKeys]);
        await pulumi.runtime.setMocks(mocks, program.project, program.stack, true, "organization");
        recorder.attach();
        await pulumi.runtime.runInPulumiStack(async () => {
            recorder.watchConstructors();
            return await load(path.join(program.root, "index.ts"));
        });
        await pulumi.runtime.disconnect();
    } catch (error) {
        collect(error);
    } finally {
        // Rejections are reported after the microtasks of the current turn: give them that turn.
        await new Promise((resolve) => setImmediate(resolve));
        restoreSurroundings();
        releaseConsole();
        process.off("unhandledRejection", collect);
        process.off("uncaughtException", collect);
    }
    raise(errors, messages, recorder);
    return recording(recorder.records(), messages);
}

/** Loads the program anew, and calls it if it is a function, as the engine's own runner does. */
async function load(file: string): Promise<pulumi.Inputs> {
    const require = createRequire(__filename);
    Reflect.deleteProperty(require.cache, file);
    const exported: unknown = require(file);
    return (await (typeof exported === "function" ? (exported as () => unknown)() : exported)) as pulumi.Inputs;
}

/**
 * Moves into the project's folder and hides the variables that providers read defaults from: what somebody has set for
 * their own use (KUBECONFIG, AWS_REGION) must not change the result.
 */
function isolate(root: string): () => void {
    const directory = process.cwd();
    const hidden = Object.entries(process.env).filter(([name]) => /^(KUBE|AWS_|PULUMI_|HELM_)/.test(name));
    hidden.forEach(([name]) => Reflect.deleteProperty(process.env, name));
    process.chdir(root);
    return () => {
        process.chdir(directory);
        Object.assign(process.env, Object.fromEntries(hidden));
    };
}

function raise(errors: ReadonlySet<unknown>, messages: readonly Message[], recorder: Recorder): void {
    const thrown = [...errors];
    // A failed resource fails all that wait for it; what is wrong with the configuration explains the rest.
    const first = thrown.find((error) => error instanceof Error && error.name === "ConfigError") ?? thrown[0];
    if (first !== undefined) {
        throw first instanceof Error ? first : new Error(messageOf(first));
    }
    const logged = messages.filter(({ level }) => level === "error").map(({ text }) => text);
    const problems = [...logged, ...recorder.problems()];
    if (problems.length > 0) {
        throw new Error(problems.join("\n"));
    }
}

function recording(resources: ResourceRecord[], messages: readonly Message[]): Recording {
    const stack = resources.find(({ type }) => type === STACK_TYPE);
    const { connections: exported, ...outputs } = redacted(stack?.outputs ?? {}) as Record<string, Json>;
    const registered = resources.find(({ parent, outputs }) => parent === stack?.urn && outputs?.["connections"]);
    const connections = exported ?? registered?.outputs?.["connections"] ?? [];
    const owners = registered?.outputs?.["existingController"];
    return {
        ...{ resources, outputs, connections: connectionRows(connections), messages },
        ...(owners && { existingController: redacted(owners) as unknown as OwnersPart }),
    };
}

/**
 * The program's own table: the output `connections` of the stack or of a component at its top. As the stack's it would be
 * all that one sees of a deployment.
 */
function connectionRows(told: Json): ConnectionRow[] {
    const rows = told as unknown as ConnectionRow[];
    if (!Array.isArray(rows) || rows.some((row) => typeof row.from !== "string" || typeof row.to !== "string")) {
        throw new Error("The output 'connections' is not a list of { from, to, port, protocol }.");
    }
    return rows.map(({ from, to, port, protocol, tls }) => ({
        ...{ from, to, port, protocol },
        ...(tls === true && { tls }),
    }));
}

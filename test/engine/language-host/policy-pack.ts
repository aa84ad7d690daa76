import { spawn } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerStackConfigureResponse, type AnalyzerStackConfigureRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import { listen } from "../support/serve";
import { locateModule, runtimeOptions } from "./program";

type PluginCall = grpc.ServerWritableStream<RunPluginRequest, unknown>;
type Unary = (call: grpc.ServerUnaryCall<unknown, unknown>, done: grpc.sendUnaryData<unknown>) => void;

/**
 * Runs a policy pack: `node @pulumi/pulumi/cmd/run-policy-pack <engine address> <pack folder>`.
 *
 * As in the real host, what the engine first connects to is a proxy: the pack's process wants the stack's name and
 * configuration in its environment, and the engine tells them only once it is connected.
 */
export async function runPolicyPack(call: PluginCall): Promise<void> {
    if (call.request.getKind() !== "analyzer") {
        throw new Error(`This stand-in runs policy packs only, not a plugin of kind "${call.request.getKind()}".`);
    }
    const configured = deferred<AnalyzerStackConfigureRequest>();
    const pack = configured.promise.then((stack) => startPack(call, stack));
    pack.catch((error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))));

    const forwarded = Object.entries(AnalyzerService).map(([name, method]): [string, Unary] => [
        name,
        (incoming, done) => {
            void pack.then(
                (client) =>
                    client.makeUnaryRequest(
                        method.path,
                        method.requestSerialize,
                        method.responseDeserialize,
                        incoming.request,
                        done,
                    ),
                (error: unknown) => done({ code: grpc.status.UNAVAILABLE, message: String(error) }),
            );
        },
    ]);
    const server = await listen(AnalyzerService, {
        ...Object.fromEntries(forwarded),
        handshake: (_incoming: unknown, done: grpc.sendUnaryData<unknown>) =>
            done({ code: grpc.status.UNIMPLEMENTED, message: "The engine falls back to ConfigureStack." }),
        configureStack: (
            incoming: grpc.ServerUnaryCall<AnalyzerStackConfigureRequest, unknown>,
            done: grpc.sendUnaryData<unknown>,
        ) => {
            configured.resolve(incoming.request);
            done(null, new AnalyzerStackConfigureResponse());
        },
    });
    call.write(new RunPluginResponse().setStdout(Buffer.from(`${String(server.port)}\n`)));
    await new Promise((resolve) => call.once("cancelled", resolve));
    server.stop();
}

async function startPack(call: PluginCall, stack: AnalyzerStackConfigureRequest): Promise<AnalyzerClient> {
    const info = call.request.getInfo();
    if (info === undefined) {
        throw new Error("The engine sent no information about the policy pack.");
    }
    const folder = info.getProgramDirectory();
    const options = runtimeOptions(info);
    const child = spawn(
        "node",
        [
            locateModule("@pulumi/pulumi/cmd/run-policy-pack", folder),
            // The real host puts them here, behind the script, where node does not see them (as of 3.259).
            ...options.nodeArguments,
            ...call.request.getArgsList(),
            folder,
        ],
        {
            cwd: folder,
            env: {
                ...Object.fromEntries(call.request.getEnvList().map(splitVariable)),
                ...(options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
                PULUMI_NODEJS_ORGANIZATION: stack.getOrganization(),
                PULUMI_NODEJS_PROJECT: stack.getProject(),
                PULUMI_NODEJS_STACK: stack.getStack(),
                PULUMI_NODEJS_DRY_RUN: String(stack.getDryRun()),
                PULUMI_CONFIG: JSON.stringify(Object.fromEntries(stack.getConfigMap().toArray())),
            },
            stdio: ["ignore", "pipe", "pipe"],
        },
    );
    const stop = (): void => void child.kill();
    call.once("cancelled", stop);
    process.once("exit", stop);
    child.stderr.on("data", (data: Buffer) => call.write(new RunPluginResponse().setStderr(data)));
    const port = await new Promise<string>((resolve, reject) => {
        let output = "";
        child.stdout.on("data", (data: Buffer) => {
            output += data.toString();
            if (output.includes("\n")) {
                resolve(output.slice(0, output.indexOf("\n")).trim());
            }
        });
        child.once("exit", (code) => reject(new Error(`The policy pack ended with exit code ${String(code)}.`)));
    });
    return new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}

function splitVariable(entry: string): [string, string] {
    const split = entry.indexOf("=");
    return [entry.slice(0, split), entry.slice(split + 1)];
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>((settle) => {
        resolve = settle;
    });
    return { promise, resolve };
}

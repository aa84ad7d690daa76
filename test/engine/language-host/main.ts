/**
 * Stands for `pulumi-language-nodejs`, the language host that a real installation of the CLI brings and that cannot be
 * had as a Go module. It starts programs and policy packs with the command lines and the environment of the real one
 * (pulumi/pulumi `sdk/nodejs/cmd/pulumi-language-nodejs`, version 3.259). Left out: the monitor proxy for synchronous
 * invokes, which no current SDK needs, debugging, code generation, and looking for the plugins of the packages in
 * `node_modules`, since every provider here is named by `plugins.providers` of the project.
 */
import * as grpc from "@grpc/grpc-js";
import {
    AboutResponse,
    GetProgramDependenciesResponse,
    GetRequiredPackagesResponse,
    LanguageHandshakeResponse,
    type RunPluginRequest,
    type RunRequest,
    type RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { serve } from "../support/serve";
import { runPolicyPack } from "./policy-pack";
import { runProgram } from "./program";

const engineAddress = process.argv.at(-1) ?? "";

void serve(LanguageRuntimeService, {
    handshake: answer(() => new LanguageHandshakeResponse()),
    getPluginInfo: answer(() => new PluginInfo().setVersion("3.259.0")),
    getRequiredPackages: answer(() => new GetRequiredPackagesResponse()),
    getProgramDependencies: answer(() => new GetProgramDependenciesResponse()),
    about: answer(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    cancel: answer(() => new Empty()),
    // The dependencies are those of the repository, already installed.
    installDependencies: (call: grpc.ServerWritableStream<unknown, unknown>) => call.end(),
    run: (call: grpc.ServerUnaryCall<RunRequest, RunResponse>, done: grpc.sendUnaryData<RunResponse>) => {
        runProgram(call.request, engineAddress).then(
            (response) => done(null, response),
            (error: unknown) => done({ code: grpc.status.UNKNOWN, message: String(error) }),
        );
    },
    runPlugin: (call: grpc.ServerWritableStream<RunPluginRequest, unknown>) => {
        runPolicyPack(call).then(
            () => call.end(),
            (error: unknown) => call.destroy(error instanceof Error ? error : new Error(String(error))),
        );
    },
});

function answer<T>(respond: () => T): (call: unknown, done: grpc.sendUnaryData<T>) => void {
    return (_call, done) => done(null, respond());
}

import * as grpc from "@grpc/grpc-js";

/** A gRPC server on a free loopback port. */
export interface Listening {
    readonly port: number;
    readonly stop: () => void;
}

/** Starts a gRPC server on a free loopback port. */
export async function listen(
    service: grpc.ServiceDefinition,
    implementation: grpc.UntypedServiceImplementation,
): Promise<Listening> {
    const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
    server.addService(service, implementation);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    return { port, stop: () => server.forceShutdown() };
}

/**
 * Serves as an engine's plugin: the first line on standard output is the port, and the process ends with the engine,
 * also one that was killed: its end of standard input closes.
 */
export async function serve(
    service: grpc.ServiceDefinition,
    implementation: grpc.UntypedServiceImplementation,
): Promise<void> {
    const { port } = await listen(service, implementation);
    process.stdout.write(`${String(port)}\n`);
    process.stdin.on("end", () => process.exit(0));
    process.stdin.on("error", () => process.exit(0));
    process.stdin.resume();
    process.on("SIGINT", () => process.exit(0));
    process.on("SIGTERM", () => process.exit(0));
}

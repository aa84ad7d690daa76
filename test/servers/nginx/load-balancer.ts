import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** How it chooses among pods: by the client's address, as an AWS load balancer with `stickiness.type=source_ip`, or in turn. */
export type Choice = "by-source" | "in-turn";

/**
 * Stands in for a network load balancer: forwards connections as they are, each with the client's address before it in the
 * PROXY protocol. It has no health checks.
 */
export class LoadBalancer {
    readonly #server: Server;
    readonly #sockets = new Set<Socket>();
    #turn = 0;

    private constructor(pods: readonly number[], choice: Choice) {
        this.#server = createServer((client) => {
            const from = client.remoteAddress ?? "";
            const index = choice === "by-source" ? Number(from.split(".").at(-1)) : (this.#turn += 1);
            const pod = connect(pods[index % pods.length]!, "127.0.0.1");
            pod.write(`PROXY TCP4 ${from} 127.0.0.1 ${client.remotePort ?? 0} 443\r\n`);
            client.pipe(pod).pipe(client);
            for (const socket of [client, pod]) {
                this.#sockets.add(socket);
                socket.on("error", () => {
                    client.destroy();
                    pod.destroy();
                });
                socket.on("close", () => this.#sockets.delete(socket));
            }
        });
    }

    static async start(pods: readonly number[], choice: Choice): Promise<LoadBalancer> {
        const balancer = new LoadBalancer(pods, choice);
        await new Promise<void>((resolve) => balancer.#server.listen(0, "127.0.0.1", resolve));
        return balancer;
    }

    get port(): number {
        return (this.#server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        this.#sockets.forEach((socket) => socket.destroy());
        await new Promise((resolve) => this.#server.close(resolve));
    }
}

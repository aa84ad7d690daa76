import { type Duplex, duplexPair, PassThrough } from "node:stream";
import type { KubeConfig } from "@kubernetes/client-node";

/** A connection to a port of a pod, as `kubectl port-forward` makes one, without a port on this machine. */
export async function forward(
    kubeConfig: KubeConfig,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    port: number,
): Promise<Duplex> {
    const { PortForward } = await import("@kubernetes/client-node");
    const [ours, theirs] = duplexPair();
    const problems = new PassThrough();
    const fail = (why: string): void => void ours.destroy(new Error(`${namespace}/${name}:${port}: ${why}`));
    problems.on("data", (text: Buffer) => fail(text.toString().trim()));
    theirs.on("error", () => undefined);
    const socket = await connected(
        new PortForward(kubeConfig).portForward(namespace, name, [port], theirs, problems, theirs),
    );
    socket.onclose = () => theirs.end();
    socket.onerror = () => fail("the connection to the API server broke");
    ours.once("close", () => socket.close());
    return ours;
}

/** What of a WebSocket is used here. */
interface Closable {
    onclose: unknown;
    onerror: unknown;
    close(): void;
}

async function connected(opening: Promise<unknown>): Promise<Closable> {
    try {
        return (await opening) as Closable;
    } catch (error) {
        // An event of the WebSocket's rather than an error.
        const { message } = error as { message?: unknown };
        throw new Error(`no port-forward: ${typeof message === "string" ? message : "the API server refuses it"}`);
    }
}

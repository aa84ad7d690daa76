import { type Duplex, duplexPair } from "node:stream";
import { answer, type Check, type Result } from "../../../cli/verify/check";
import type { Cluster, RunningPod } from "../../../cli/verify/cluster/cluster";
import type { Answer, HttpClient, Request } from "../../../cli/verify/net/http";
import { defaultDns } from "../../../config";
import type { Promised } from "../../../cli/verify/promised";

/** What the prod stack promises, in few hosts. */
export const promised: Promised = {
    stack: "prod",
    development: false,
    hosts: { kato: "kato.yourdomain.com", kratos: ["auth.karima.com"] },
    reachedBy: "dns",
    minVersion: "1.3",
    issuer: "letsencrypt-prod",
    behindProxy: false,
    controller: { namespace: "nginx-ingress", labels: { "app.kubernetes.io/name": "nginx-ingress" }, ours: true },
    namespaces: ["kratos", "kato", "nginx-ingress", "cert-manager"],
    stores: { postgres: true, mongodb: true, redis: true, qdrant: true },
    dns: defaultDns,
    probeImage: "registry.acme.io/mirror/library/busybox:1.37.0",
    katoTls: true,
    standIn: false,
    identitySchema: undefined,
    mail: { host: "email-smtp.us-east-1.amazonaws.com", fromAddress: "no-reply@karima.com" },
    secretStore: { region: "us-east-1", name: "production" },
};

export function answerOf(status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Answer {
    return { status, headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])), body };
}

/** Stands for the edge: answers with whatever it is told to, and keeps what it was asked. */
export class HttpDouble implements HttpClient {
    readonly requests: Request[] = [];

    constructor(private readonly respond: (request: Request, count: number) => Answer | Promise<Answer>) {}

    async send(request: Request): Promise<Answer> {
        this.requests.push(request);
        return await this.respond(request, this.requests.length);
    }

    async sendAll(requests: readonly Request[]): Promise<Answer[]> {
        const answers: Answer[] = [];
        for (const request of requests) {
            answers.push(await this.send(request));
        }
        return answers;
    }
}

/** Stands for a cluster in which nothing is, but for what a test says. */
export function clusterDouble(parts: Partial<Cluster>): Cluster {
    const unexpected = () => Promise.reject(new Error("the test did not expect this question"));
    return {
        pods: unexpected,
        serviceAddress: unexpected,
        secret: unexpected,
        secretsOf: unexpected,
        log: unexpected,
        forward: unexpected,
        create: unexpected,
        remove: unexpected,
        phase: unexpected,
        address: unexpected,
        ...parts,
    };
}

export function podDouble(namespace: string, name: string, address = "10.0.0.1"): RunningPod {
    return { namespace, name, address, ready: true, ports: {} };
}

/** A connection whose other end does as told. */
export function connectionTo(server: (end: Duplex) => void): Duplex {
    const [ours, theirs] = duplexPair();
    server(theirs);
    return ours;
}

export const noPause = (): Promise<void> => Promise.resolve();

/** Answers of checks by their names. */
export async function answers(checks: readonly Check[]): Promise<Record<string, Result>> {
    const results: Record<string, Result> = {};
    for (const check of checks) {
        results[check.name] = await answer(check);
    }
    return results;
}

/** The answer of the one check whose name has this in it. */
export async function answerTo(checks: readonly Check[], name: string): Promise<Result> {
    const [check, ...others] = checks.filter((one) => one.name.includes(name));
    if (check === undefined || others.length > 0) {
        throw new Error(`${others.length + (check === undefined ? 0 : 1)} checks have "${name}" in their name`);
    }
    return await answer(check);
}

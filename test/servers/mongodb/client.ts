import { createRequire } from "node:module";
import { join } from "node:path";
import { mongoshFolder } from "./mongosh";
import type { Pod } from "./pod";

/** What is used here of MongoDB's driver, the one that mongosh is made of. */
interface Driver {
    readonly MongoClient: new (url: string, options: object) => Client;
}

export interface Client {
    connect: () => Promise<unknown>;
    close: () => Promise<void>;
    db: (name: string) => { command: (command: object) => Promise<object> };
}

/** Logs in as an application does, with the parameters that its URL has. */
export async function logIn(pod: Pod, user: string, password: string, database = "kato"): Promise<Client> {
    const { MongoClient } = createRequire(__filename)(join(mongoshFolder(), "mongodb")) as Driver;
    const client = new MongoClient(`mongodb://localhost:${pod.port}/${database}`, {
        auth: { username: user, password },
        authSource: database,
        authMechanism: "SCRAM-SHA-256",
        tls: true,
        tlsCAFile: pod.path("tls/ca.crt"),
        serverSelectionTimeoutMS: 5_000,
    });
    try {
        await client.connect();
    } catch (error) {
        await client.close();
        throw error;
    }
    return client;
}

/** The code of the refusal that a promise ends with; 0 where it does not. */
export async function refusal(promise: Promise<unknown>): Promise<number> {
    return await promise.then(
        () => 0,
        (error: unknown) => (error as { code?: number }).code ?? -1,
    );
}

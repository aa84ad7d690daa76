import type { Parsed } from "./types";

type Settings = { readonly postgres: Parsed["postgres"]; readonly kratos: Pick<Parsed["kratos"], "replicas"> };

/** How many connections the platform's own PostgreSQL has for Kratos; each may take 5 MB of the server's memory. */
export const OWN_DATABASE_CONNECTIONS = 95;
/** Fewer would make logins wait for one another. */
export const LEAST_POOL = 4;
/** Beside the servers: the courier, the migration of a new version and the nightly clean-up. */
const OTHER_PODS = 3;

/** How many connections Kratos may have in all. */
export function databaseConnections(postgres: Settings["postgres"]): number {
    return postgres.mode === "external" ? postgres.connections : OWN_DATABASE_CONNECTIONS;
}

/**
 * How many of them one pod may open, so that no pod is ever refused one. During a rollout there are two generations of
 * servers: the old ones end their last requests while the new ones take over.
 */
export function databasePool({ postgres, kratos }: Settings): number {
    return Math.min(20, Math.floor(databaseConnections(postgres) / (2 * kratos.replicas + OTHER_PODS)));
}

/** The most servers that leave each pod enough of them. */
export function mostReplicas(postgres: Settings["postgres"]): number {
    return Math.floor((databaseConnections(postgres) / LEAST_POOL - OTHER_PODS) / 2);
}

/** How many connections so many servers need. */
export function connectionsFor(replicas: number): number {
    return LEAST_POOL * (2 * replicas + OTHER_PODS);
}

import { type Environment, NORMS } from "../environments";
import type { StandaloneMongodbConfig } from "./types";

type Edition = StandaloneMongodbConfig["edition"];

/** Percona's build is free and encrypts; on a developer's machine, MongoDB's own is enough. */
export function defaultEdition(environment: Environment): Edition {
    return NORMS[environment].live ? "percona" : "community";
}

/** Whether the edition can encrypt its files and keep an audit log: the same ones can do both. */
export function hasEncryption(edition: Edition): boolean {
    return edition !== "community";
}

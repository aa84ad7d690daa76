import { join } from "node:path";

/**
 * The stack files that tests know, with the values of the two guides. `dev` and `prod` are the project's own as they are
 * shipped: whoever runs the platform writes their own values into those, and the tests must hold for them as well. `.ci/run`
 * of the project itself compares them.
 */
export function stackFile(name: "dev" | "prod" | "all-options" | "external-stores" | "traefik"): string {
    return join(__dirname, `${name}.yaml`);
}

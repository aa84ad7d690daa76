import { z } from "zod";
import { cidr, host, port } from "./fields";

/** Where a server is that somebody else runs. What it wants to know of its clients differs, and is added by each kind. */
export function externalServer(example: string, usualPort: number) {
    return {
        mode: z.literal("external"),
        host: host(example).describe("Name of the server, as its certificate has it."),
        port: port().default(usualPort).describe("Its port."),
        cidrs: z
            .array(cidr("10.2.0.0/24"))
            .min(1)
            .max(100)
            .describe("Address ranges the name resolves to; NetworkPolicies need them."),
    };
}

/** Who vouches for a server that somebody else runs. */
export const authority = z
    .string()
    .max(100_000)
    .regex(/^\s*(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*)+$/)
    .meta({ accepted: "certificates as PEM text, without keys", file: "ca.pem" })
    .optional()
    .meta({ defaultText: "the public certificate authorities" })
    .describe("The authority that signed the server's certificate. Connections always verify it and the name.");

/** The setting that chooses between a store of our own and one that somebody else runs. */
export const standaloneMode = z
    .literal("standalone")
    .describe("`standalone`: one pod in the cluster. `external`: a server you have.");

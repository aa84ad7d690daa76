import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { blocksOf, isCutOff } from "../provided-certificate/pem";
import { cidr, host, port, refuse } from "./fields";

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
    .superRefine((text, context) => {
        const blocks = blocksOf(text);
        const broken = blocks.findIndex(({ text: block }) => !isCertificate(block));
        if (blocks.length === 0 || isCutOff(text) || blocks.some(({ label }) => label !== "CERTIFICATE")) {
            refuse(context);
        } else if (broken >= 0) {
            refuse(context, `certificates that can be read: number ${broken + 1} of ${blocks.length} cannot`);
        }
    })
    .meta({ accepted: "certificates as PEM text, without keys", file: "ca.pem" })
    .optional()
    .meta({ defaultText: "the public certificate authorities" })
    .describe("The authority that signed the server's certificate. Connections always verify it and the name.");

/** The setting that chooses between a store of our own and one that somebody else runs. */
export const standaloneMode = z
    .literal("standalone")
    .describe("`standalone`: one pod in the cluster. `external`: a server you have.");

function isCertificate(text: string): boolean {
    try {
        return new X509Certificate(text).raw.length > 0;
    } catch {
        return false;
    }
}

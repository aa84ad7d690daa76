import { z } from "zod";
import { cidr, port } from "./fields";

/** Workloads that may be given a way to a private address: everything of ours that talks to the outside at all. */
export const workloads = [
    "kratos",
    "kratos-courier",
    "kratos-migrate",
    "kratos-cleanup",
    "kato",
    "kato-retention",
] as const;

const privateEndpoint = z.strictObject({
    name: z
        .string()
        .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/)
        .meta({
            accepted: "a name of lower-case letters, digits and dashes, at most 40, beginning with a letter",
            example: "mail-relay",
        })
        .describe("What stands there; part of the policy's name."),
    cidrs: z.array(cidr("10.1.2.3/32")).min(1).max(100).describe("Its address ranges."),
    port: port().meta({ example: "587" }).describe("Its TCP port."),
    from: z
        .array(z.enum(workloads))
        .min(1)
        .max(workloads.length)
        .meta({ example: "kratos-courier" })
        .describe("The workloads that may reach it."),
});

/** Ways out to private addresses. */
export const privateEndpoints = z
    .array(privateEndpoint)
    .max(100)
    .default([])
    .describe(
        "None by default. Addresses in private space that a workload may reach: a mail relay, a VPC endpoint. Everything that is not listed is closed, and access to the internet never includes private ranges.",
    );

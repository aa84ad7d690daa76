import { z } from "zod";
import { awsRegion } from "./fields";

const http01 = z.strictObject({
    type: z
        .literal("http01")
        .describe(
            "`http01`: the authority fetches a file from each host, on port 80. `dns01`: it looks up a DNS record, which Route 53 is given.",
        ),
});

/** Proof by a DNS record in Route 53. */
export const dns01 = z.strictObject({
    type: z.literal("dns01"),
    hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{1,31}$/)
        .optional()
        .meta({
            accepted: "the id of a hosted zone",
            example: "Z0123456789ABCDEFGHIJ",
            defaultText: "each host's own, which the role must be allowed to look up (`route53:ListHostedZonesByName`)",
        })
        .describe("The hosted zone of Route 53 that all hosts are in."),
    region: awsRegion().describe("The region that cert-manager signs its requests for."),
    roleArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/)
        .meta({ accepted: "the ARN of an IAM role", example: "arn:aws:iam::111122223333:role/cert-manager" })
        .describe(
            "The role that may change the zone. cert-manager assumes it with a token of the ServiceAccount `cert-manager/letsencrypt-route53`; docs/runbooks/certificates.md has its policies.",
        ),
});

const solver = z
    .discriminatedUnion("type", [http01, dns01])
    .optional()
    .meta({ accepted: "http01 or dns01", defaultText: "`type: http01`" })
    .describe("How Let's Encrypt is shown that the hosts are yours.");

/** Where the certificates of the public hosts come from. */
export const edgeCertificates = z
    .strictObject({
        issuer: z
            .enum(["letsencrypt-prod", "letsencrypt-staging", "internal-ca", "provided"])
            .optional()
            .meta({ defaultText: "`letsencrypt-prod`; in development `internal-ca`" })
            .describe(
                "Who issues them. `letsencrypt-staging` issues test certificates, which production refuses; `internal-ca` is for development. `provided`: one of yours, in the secrets `edgeCertificate` and `edgePrivateKey`.",
            ),
        email: z
            .email()
            .max(254)
            .optional()
            .meta({
                accepted: "an e-mail address",
                example: "admin@yourdomain.com",
                defaultText: "required with `letsencrypt-prod` and `letsencrypt-staging`",
            })
            .describe("Whom Let's Encrypt writes to. Only with its issuers."),
        solver,
    })
    .prefault({})
    .describe("The certificates of the public hosts.");

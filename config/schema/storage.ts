import { z } from "zod";
import { className } from "./kubernetes-names";

const awsEbs = z.strictObject({
    mode: z
        .literal("aws-ebs")
        .describe(
            "`aws-ebs`: an encrypted class is made (gp3; the cluster needs the EBS CSI driver). `existing`: a class you have. `cluster-default`: the cluster's default class.",
        ),
    kmsKeyArn: z
        .string()
        .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,64}$/)
        .optional()
        .meta({
            accepted: "the ARN of a KMS key",
            example: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            defaultText: "a key is made, in the region of `secrets.aws`",
        })
        .describe("The key that volumes are encrypted with. The driver's role must be allowed to use it."),
});

const existing = z.strictObject({
    mode: z.literal("existing"),
    class: className("a StorageClass", "gp3-encrypted").describe("Name of the StorageClass."),
    encrypted: z
        .boolean()
        .default(false)
        .describe(
            "Your word that its volumes are encrypted, which cannot be seen from here. Production refuses `false`.",
        ),
});

const clusterDefault = z.strictObject({ mode: z.literal("cluster-default") });

/** Where every volume of a store of our own comes from. */
export const storage = z
    .discriminatedUnion("mode", [awsEbs, existing, clusterDefault])
    .prefault({ mode: "cluster-default" })
    .meta({ accepted: "aws-ebs, existing or cluster-default" })
    .describe(
        "The StorageClass of every volume. Left out, it is `cluster-default`, which production refuses while it has a volume: nobody knows whether it is encrypted.",
    );

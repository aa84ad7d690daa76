import { z } from "zod";
import { certificates, cluster } from "./cluster";
import { kratos } from "./kratos";
import "./meta";
import { postgres } from "./postgres";
import { privateEndpoints } from "./private-endpoints";
import { secrets, secretValues } from "./secrets";

/** What a person sets up; the order is that of the documentation and of error messages. */
export const settings = {
    environment: z
        .enum(["development", "staging", "production"])
        .describe(
            "What the stack is for. `development` may use http and localhost, no store and the current kube-context; `production` is held to every rule.",
        ),
    cluster,
    privateEndpoints,
    certificates,
    secrets,
    postgres,
    kratos,
};

/** Every key of the stack file that is ours. */
export const stackSchema = z.strictObject({
    ...settings,
    smtpPassword: secretValues.smtpPassword.optional(),
    postgresPassword: secretValues.postgresPassword.optional(),
});

/** Top-level keys whose value must be encrypted (`pulumi config set --secret`). */
export const secretKeys = ["smtpPassword", "postgresPassword"] as const satisfies (keyof typeof secretValues)[];
export type SecretKey = (typeof secretKeys)[number];

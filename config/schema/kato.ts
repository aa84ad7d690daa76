import { z } from "zod";
import { count, line, origin } from "./fields";
import { image } from "./image";
import { resources } from "./resources";

const registry = z
    .strictObject({
        server: z
            .string()
            .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/)
            .meta({ accepted: "the host of a registry, with its port if it has one", example: "ghcr.io" })
            .describe("Host of the registry."),
        user: line("the user name the registry gave you", "bot").describe(
            "The user. The password or token is the secret `katoRegistryPassword`.",
        ),
    })
    .optional()
    .meta({ defaultText: "the image is public" })
    .describe("The login of a private image's registry.");

const cors = z
    .strictObject({
        enabled: z
            .boolean()
            .default(true)
            .describe(
                "Whether scripts of other origins may call the API at all. In production, `false` needs an exception from `cors-enabled`.",
            ),
        origins: z
            .array(origin("https://app.yourdomain.com", "*"))
            .max(100)
            .default([])
            .describe("Their origins. `*` is for development, and without `credentials`."),
        credentials: z.boolean().default(true).describe("Whether their requests may carry cookies and logins."),
        methods: z
            .array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
            .min(1)
            .max(7)
            .default(["GET", "POST", "PUT", "DELETE"])
            .describe("The methods they may use."),
        headers: z
            .array(
                z
                    .string()
                    .regex(/^[\w-]{1,100}$/)
                    .meta({ accepted: "the name of a header", example: "Content-Type" }),
            )
            .max(100)
            .default(["Content-Type", "Authorization", "X-API-Key"])
            .describe("The headers they may send."),
    })
    .prefault({})
    .describe("Which web sites' scripts may call the API. Other clients are not affected.");

const jwt = z
    .strictObject({
        algorithm: z
            .literal("HS256")
            .default("HS256")
            .meta({ accepted: "HS256: the key is symmetric, made of random bytes, and it is what KATO verifies" })
            .describe("How tokens are signed."),
        expireMinutes: count(1, 5_256_000)
            .default(30)
            .meta({ example: "30" })
            .describe(
                "How long a token is valid, in minutes. In production, more than 30 needs an exception from `token-lifetime`.",
            ),
        keyBytes: count(64, 1024).default(64).meta({ example: "64" }).describe("Strength of the key in random bytes."),
    })
    .prefault({})
    .describe("The tokens that KATO issues.");

const apiKeys = z
    .strictObject({
        count: count(2, 100)
            .default(5)
            .meta({
                accepted: "a whole number, 2 to 100, so that one can be replaced while the others work",
                example: "5",
            })
            .describe("How many there are."),
        bytes: count(32, 128).default(32).describe("Strength of each in random bytes."),
        overlapDays: z
            .int()
            .min(0)
            .max(14)
            .default(14)
            .meta({ accepted: "a number of days, 0 to 14", example: "14" })
            .describe(
                "How long the keys before a raise of `secrets.generations.katoApiKeys` may be accepted, in days. After that, production is refused until they are withdrawn. Counts for raises after it was set.",
            ),
        withdrawn: count(0, 9999)
            .default(0)
            .meta({ example: "1" })
            .describe(
                "The last generation whose keys are accepted no more: after a raise to 2, and once its clients have changed, `1`.",
            ),
    })
    .prefault({})
    .describe("The generated keys that clients send as `X-API-Key`.");

const replicas = z
    .strictObject({
        min: count(1, 500)
            .default(1)
            .meta({ example: "3" })
            .describe("Least number of pods; at least 3 in production."),
        max: count(1, 500)
            .optional()
            .meta({ defaultText: "`kato.replicas.min`" })
            .describe("Most of them. More than `min` makes an autoscaler."),
    })
    .prefault({})
    .describe("Number of pods.");

const probePath = () =>
    z
        .string()
        .regex(/^\/\S{0,1023}$/)
        .default("/health")
        .meta({ accepted: "a path that begins with `/`" });

const probes = z
    .strictObject({
        startup: probePath().describe("Answers 200 once the application is up."),
        readiness: probePath().describe("Answers 200 while it can take requests; best one that asks the stores."),
        liveness: probePath().describe("Answers 200 unless only a restart helps."),
        startupSeconds: count(1, 86_400).default(120).describe("How long it may take to start, in seconds."),
    })
    .prefault({})
    .describe("The paths that Kubernetes asks KATO for; it listens on port 8000.");

const tls = z
    .strictObject({
        enabled: z
            .boolean()
            .default(true)
            .describe(
                "Whether the edge reaches KATO by TLS, which a proxy in each of its pods speaks for the image. Except in development, `false` needs an exception from `route-backend-plain`.",
            ),
    })
    .prefault({})
    .describe("Encryption between the edge and KATO.");

const userId = z.int().min(1).max(2_147_483_647).meta({ accepted: "the number of a user other than root, from 1 on" });

/** The application. */
export const kato = z
    .strictObject({
        image: image("ghcr.io/your-org/kato:3.0.0").describe("The container image."),
        registry,
        cors,
        jwt,
        apiKeys,
        replicas,
        targetCpuPercent: z
            .int()
            .min(1)
            .max(100)
            .default(70)
            .meta({ accepted: "a percentage, 1 to 100" })
            .describe("What the autoscaler aims for: percent of the processor time that a pod requests."),
        resources: resources({ request: "250m", limit: "1", memory: "512Mi", least: "16Mi" }),
        uid: userId.default(10001).describe("The user that the image's process runs as."),
        probes,
        drainSeconds: count(0, 3600)
            .default(10)
            .describe(
                "How long a pod goes on serving after it was told to stop, in seconds, until nobody sends it requests any more. 0 stops it at once, and requests fail at every rollout.",
            ),
        tls,
        extraEnv: z
            .record(
                z.string(),
                z.string().max(32_768).meta({ accepted: "text of at most 32,768 characters", example: "value" }),
            )
            .refine((variables) => Object.keys(variables).length <= 200)
            .default({})
            .meta({ accepted: "an object of variables and their values, which are text; at most 200" })
            .describe("Further environment variables, not secret. A name that the platform sets itself is refused."),
        extraSecretEnv: z
            .array(
                z
                    .string()
                    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/)
                    .meta({
                        accepted: "a name of letters, digits and `_` that does not begin with a digit",
                        example: "OPENAI_API_KEY",
                    }),
            )
            .max(100)
            .default([])
            .meta({ accepted: "a list of at most 100 names of variables" })
            .describe(
                "Names of further environment variables whose values are secret; the values are the secret `katoSecretEnv`. A name that the platform sets itself is refused.",
            ),
    })
    .describe("The KATO API.");

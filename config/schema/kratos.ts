import { z } from "zod";
import { count, duration, host, line, origin, url } from "./fields";
import { smtp } from "./mail";
import { resources } from "./resources";

/** Measured on v1.3.1 with an empty database. */
const IDLE_MIB = 72;
/** What argon2 takes (components/identity/kratos-config.ts). */
const LOGIN_MIB = 7;
/** The fewest that must be possible. With 128 MiB, 30 logins at once were measured to pass: few of them overlap. */
const LOGINS_AT_ONCE = 8;

const log = z
    .strictObject({
        level: z
            .enum(["trace", "debug", "info", "warning", "error", "fatal", "panic"])
            .default("info")
            .describe("Least severity that is logged. Production accepts `info` and `warning`."),
        format: z.enum(["json", "text"]).default("json").describe("Format of the lines. Production refuses `text`."),
        leakSensitiveValues: z
            .boolean()
            .default(false)
            .describe("Whether e-mail addresses, tokens and codes appear in the log. Production refuses `true`."),
    })
    .prefault({})
    .describe("Kratos' log.");

const cookies = z
    .strictObject({
        sameSite: z
            .enum(["Strict", "Lax", "None"])
            .default("Strict")
            .describe(
                "Whether browsers send the session when another site makes the request. In production, other than `Strict` needs an exception from `kratos-cookies`.",
            ),
        domain: host("karima.com")
            .optional()
            .meta({ defaultText: "the host of `kratos.publicBaseUrl`" })
            .describe("The domain that gets the cookies; its subdomains get them too."),
    })
    .prefault({})
    .describe("The session and CSRF cookies. They are always HttpOnly, and Secure where the base URL is https.");

/** Identity. */
export const kratos = z
    .strictObject({
        publicBaseUrl: url("https://auth.karima.com/").describe("Where browsers reach Kratos' public API."),
        additionalHosts: z
            .array(host("auth.ks-backend.cloud"))
            .max(50)
            .default([])
            .describe("Further host names of the same API, for clients that use tokens instead of cookies."),
        uiUrl: url("https://karima.com").describe("Where the login, registration and settings pages are."),
        defaultReturnUrl: url("https://karima.com/").describe("Where a browser goes after a flow."),
        allowedOrigins: z
            .array(origin("https://karima.com"))
            .max(100)
            .default([])
            .describe("Web origins whose scripts may call the public API (CORS)."),
        log,
        cookies,
        sessionLifespan: duration("24h", 87_600)
            .default("24h")
            .describe(
                "How long a session lasts. In production, more than 30 days needs an exception from `session-lifespan`.",
            ),
        passwordMinLength: count(8, 128).default(12).describe("Least number of characters of a password."),
        identitySchema: line("the path of a JSON file, relative to the project", "./identity.schema.json")
            .optional()
            .meta({ defaultText: "built in: e-mail and name" })
            .describe("The JSON Schema of an identity."),
        smtp,
        replicas: count(1, 100).default(1).meta({ example: "2" }).describe("Number of pods; at least 2 in production."),
        resources: resources({
            request: "100m",
            limit: "1",
            memory: "256Mi",
            least: `${IDLE_MIB + LOGINS_AT_ONCE * LOGIN_MIB}Mi`,
            why: `Kratos holds ${IDLE_MIB} MiB while nobody logs in, and ${LOGIN_MIB} for each of ${LOGINS_AT_ONCE} passwords that it checks at once`,
        }),
    })
    .describe("Ory Kratos: identities, sessions and the self-service flows.");

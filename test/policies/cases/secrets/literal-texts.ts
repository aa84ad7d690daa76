import type { Case } from "../case";
import { annotated, configMap, IN_FILE, lines, PRIVATE_KEY, RANDOM, URL, WRITTEN } from "./written";

/** In variables, command lines, annotations and files. */
export const inTexts: readonly Case[] = [
    {
        what: "the seed's cookie secret",
        container: {
            env: [
                { name: "LOG_LEVEL", value: "info" },
                { name: "KRATOS_SECRET_COOKIE", value: WRITTEN },
            ],
        },
        at: "env[1].value",
    },
    { what: "API keys", container: { env: [{ name: "API_KEYS", value: WRITTEN }] }, at: "env[0].value" },
    { what: "a numeric password", container: { env: [{ name: "PASSWORD", value: 1234 }] }, at: "env[0].value" },
    { what: "a random value", container: { env: [{ name: "OTHER", value: RANDOM }] }, at: "env[0].value" },
    { what: "a URL with a password", container: { env: [{ name: "DSN", value: URL }] }, at: "env[0].value" },
    { what: "a flag", container: { args: ["--verbose", `--api-key=${WRITTEN}`] }, at: "args[1]" },
    { what: "a flag and its value", container: { args: ["--requirepass", WRITTEN] }, at: "args[1]" },
    { what: "a script", container: { command: ["sh", "-c", `PGPASSWORD=${WRITTEN} psql`] }, at: "command[2]" },
    { what: "a random argument", container: { args: [`--id=${RANDOM}`] }, at: "args[0]" },
    { what: "a private key", container: { args: [PRIVATE_KEY] }, at: "args[0]" },
    {
        what: "an annotation of the pod",
        metadata: { annotations: { "example.com/token": WRITTEN } },
        at: 'metadata.annotations["example.com/token"]',
    },
    {
        what: "an annotation",
        resources: annotated({ "example.com/config": `{"password": "${WRITTEN}"}` }),
        at: 'metadata.annotations["example.com/config"]',
    },
    { what: "a ConfigMap's key", resources: configMap({ password: WRITTEN }), at: "data.password" },
    { what: "YAML", resources: configMap(lines("db:", `  password: ${WRITTEN}`)), at: IN_FILE },
    {
        what: "a YAML list",
        resources: configMap(lines("secrets:", "  cookie:", `    - ${WRITTEN}`)),
        at: IN_FILE,
    },
    {
        what: "a YAML list as wide as its key",
        resources: configMap(lines("secrets:", "  mode: new", "  cipher:", `  - "${WRITTEN}"`)),
        at: IN_FILE,
    },
    { what: "JSON", resources: configMap(lines(`{"clientSecret":"${WRITTEN}"}`)), at: IN_FILE },
    { what: "INI", resources: configMap(lines("[db]", `secret_key = '${WRITTEN}'`)), at: IN_FILE },
    { what: "SQL", resources: configMap(lines(`CREATE USER kratos WITH PASSWORD '${WRITTEN}';`)), at: IN_FILE },
    { what: "Redis' configuration", resources: configMap(lines(`requirepass ${WRITTEN}`)), at: IN_FILE },
    { what: "Redis' ACL", resources: configMap(lines(`user kato on >${WRITTEN} ~* +@all`)), at: IN_FILE },
    { what: "a Kratos DSN", resources: configMap(lines(`dsn: ${URL}`)), at: IN_FILE },
    {
        what: "a binary file",
        resources: [
            {
                type: "kubernetes:core/v1:ConfigMap",
                name: "app",
                props: { binaryData: { "tls.pem": Buffer.from(PRIVATE_KEY).toString("base64") } },
            },
        ],
        at: 'binaryData["tls.pem"]',
    },
];

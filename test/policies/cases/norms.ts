import { stringify } from "yaml";
import type { PolicyResource } from "../../../kubernetes/resource";
import type { Case, RuleCases } from "./case";

function configMap(data: Readonly<Record<string, string>>): readonly PolicyResource[] {
    const metadata = { name: "settings", namespace: "kato" };
    return [{ type: "kubernetes:core/v1:ConfigMap", name: "settings", props: { metadata, data } }];
}

/** A file of settings, which violates the rule where `more` says at which file. */
function file(name: string, what: string, settings: object, more: Partial<Case> = {}): Case {
    return { what, resources: configMap({ [name]: stringify(settings) }), ...more };
}

function variable(name: string, what: string, value: string, more: Partial<Case> = {}): Case {
    return { what, resources: configMap({ [name]: value }), ...more };
}

const KRATOS = "kratos.yml";
const MONGOD = "mongod.yaml";
const inKratos = { at: `data["${KRATOS}"]` };
const inMongod = { at: `data["${MONGOD}"]` };
const cookies = (sameSite?: string) => ({ cookies: sameSite === undefined ? {} : { same_site: sameSite } });
const session = (lifespan?: string) => ({ session: lifespan === undefined ? {} : { lifespan } });

function cronJob(what: string, spec: object, container: object, more: Partial<Case> = {}): Case {
    const template = { spec: { containers: [{ name: "clean-up", image: "app:1", ...container }] } };
    const props = {
        metadata: { name: "clean-up", namespace: "kato" },
        spec: { ...spec, jobTemplate: { spec: { template } } },
    };
    return { what, resources: [{ type: "kubernetes:batch/v1:CronJob", name: "clean-up", props }], ...more };
}

/** A pod of KATO's with a variable of its own. */
function inPod(what: string, name: string, from: object, more: Partial<Case> = {}): Case {
    const container = {
        name: "kato",
        image: "kato:1",
        env: [
            { name: "OTHER", value: "525600" },
            { name, ...from },
        ],
    };
    const props = {
        metadata: { name: "kato", namespace: "kato" },
        spec: { template: { spec: { containers: [container] } } },
    };
    return { what, resources: [{ type: "kubernetes:apps/v1:Deployment", name: "kato", props }], ...more };
}

const IN_POD = { at: "spec.template.spec.containers[0].env[1].value" };
const fromMap = { valueFrom: { configMapKeyRef: { name: "settings", key: "JWT_EXPIRE_MINUTES" } } };

/** A pod of MongoDB's. */
function mongod(what: string, container: object, more: Partial<Case> = {}): Case {
    const spec = {
        containers: [{ name: "mongod", image: "docker.io/percona/percona-server-mongodb:8.0", ...container }],
    };
    const props = { metadata: { name: "mongo", namespace: "kato" }, spec: { template: { spec } } };
    return { what, resources: [{ type: "kubernetes:apps/v1:StatefulSet", name: "mongo", props }], ...more };
}

const AT_IMAGE = { at: "spec.template.spec.containers[0].image" };
/** What is no command line of a server without a file. */
const otherPods = [
    mongod("a server with a file", { args: ["--config", "/etc/mongo/mongod.yaml"] }),
    mongod("a server with a file, in short", { command: ["mongod", "-f", "/etc/mongod.conf"] }),
    mongod("a client of the same image", { command: ["mongosh", "--tls"] }),
    mongod("a script, which may name a file", { command: ["sh", "/scripts/start.sh"] }),
    mongod("a router, which has no files", { command: ["mongos", "--configdb", "set/one:27019"] }),
    mongod("another server", { image: "docker.io/library/redis:8.2.1", args: ["--port", "0"] }),
    mongod("a server of development without anything", {}, { development: true }),
];

const days = (value: string) => ({ env: [{ name: "RETENTION_DAYS", value }] });
const CONTAINER = "spec.jobTemplate.spec.template.spec.containers[0]";

export const normCases: readonly RuleCases[] = [
    {
        rule: "kratos-cookies",
        fails: [
            file(KRATOS, "cookies that links of other sites carry", cookies("Lax"), inKratos),
            file(KRATOS, "cookies that every request carries", cookies("None"), inKratos),
            file(KRATOS, "what Kratos takes by itself, which is Lax", cookies(), inKratos),
        ],
        passes: [file(KRATOS, "cookies for the own site", cookies("Strict"))],
        nearMisses: [
            file(KRATOS, "Lax in development", cookies("Lax"), { development: true }),
            file("app.yml", "another program's file", cookies("Lax")),
        ],
    },
    {
        rule: "session-lifespan",
        fails: [
            file(KRATOS, "ten years", session("87600h"), inKratos),
            file(KRATOS, "a second too long", session("720h0m1s"), inKratos),
            file(KRATOS, "no length of time", session("for ever"), inKratos),
        ],
        passes: [file(KRATOS, "a day", session("24h"))],
        nearMisses: [
            file(KRATOS, "30 days", session("720h")),
            file(KRATOS, "30 days in minutes", session("43200m")),
            file(KRATOS, "Kratos' own default, which is a day", session()),
            file(KRATOS, "ten years in development", session("87600h"), { development: true }),
        ],
    },
    {
        rule: "token-lifetime",
        fails: [
            variable("JWT_EXPIRE_MINUTES", "a year", "525600", { at: "data.JWT_EXPIRE_MINUTES" }),
            variable("JWT_EXPIRE_MINUTES", "a minute too long", "31", { at: "data.JWT_EXPIRE_MINUTES" }),
            variable("JWT_EXPIRE_MINUTES", "no number", "never", { at: "data.JWT_EXPIRE_MINUTES" }),
            inPod("a year, in the pod itself", "JWT_EXPIRE_MINUTES", { value: "525600" }, IN_POD),
        ],
        passes: [variable("JWT_EXPIRE_MINUTES", "the guide's half hour", "30")],
        nearMisses: [
            variable("JWT_EXPIRE_MINUTES", "less", "5"),
            variable("EXPIRE_MINUTES", "another variable", "525600"),
            inPod("half an hour, in the pod itself", "JWT_EXPIRE_MINUTES", { value: "30" }),
            inPod("what a ConfigMap says, which is judged there", "JWT_EXPIRE_MINUTES", fromMap),
            variable("JWT_EXPIRE_MINUTES", "a year in development", "525600", { development: true }),
        ],
    },
    {
        rule: "cors-enabled",
        fails: [
            variable("CORS_ENABLED", "switched off", "false", { at: "data.CORS_ENABLED" }),
            inPod("switched off in the pod itself", "CORS_ENABLED", { value: "false" }, IN_POD),
        ],
        passes: [variable("CORS_ENABLED", "switched on", "true")],
        nearMisses: [
            variable("CORS_ENABLED", "switched off in development", "false", { development: true }),
            inPod("switched on in the pod itself", "CORS_ENABLED", { value: "true" }),
            variable("METRICS_ENABLED", "something else that is off", "false"),
        ],
    },
    {
        rule: "data-retention",
        fails: [
            cronJob("ten years", {}, days("3650"), { at: `${CONTAINER}.env[0].value` }),
            cronJob("a day too long", {}, days("91"), { at: `${CONTAINER}.env[0].value` }),
            cronJob("no number of days", {}, days("for ever"), { at: `${CONTAINER}.env[0].value` }),
            cronJob("a job that never runs", { suspend: true }, days("90"), { at: "spec.suspend" }),
            cronJob(
                "Kratos' clean-up after ten years",
                {},
                { args: ["cleanup", "sql", "--keep-last=87600h"] },
                { at: `${CONTAINER}.args[2]` },
            ),
        ],
        passes: [cronJob("the guide's 90 days", {}, days("90"))],
        nearMisses: [
            cronJob("less, and not suspended", { suspend: false }, days("30")),
            cronJob("90 days of Kratos' clean-up", {}, { args: ["--keep-last=2160h"] }),
            cronJob("another job that never runs", { suspend: true }, {}),
            cronJob("a job of development that never runs", { suspend: true }, days("90"), { development: true }),
        ],
    },
    {
        rule: "mongodb-encryption",
        fails: [
            file(MONGOD, "switched off", { security: { enableEncryption: false } }, inMongod),
            file(MONGOD, "not switched on", { net: { port: 27017 } }, inMongod),
            file("mongod.conf", "the same in the usual file", { net: {} }, { at: 'data["mongod.conf"]' }),
            mongod("a server without a file", { args: ["--auth", "--auditDestination=file"] }, AT_IMAGE),
            mongod("a server without anything", {}, AT_IMAGE),
        ],
        passes: [file(MONGOD, "switched on", { security: { enableEncryption: true } })],
        nearMisses: [
            mongod("switched on by the command line", { args: ["--enableEncryption", "--bind_ip_all"] }),
            ...otherPods,
            file(MONGOD, "switched off in development", { security: {} }, { development: true }),
            file("app.yaml", "another program's file", { security: { enableEncryption: false } }),
        ],
    },
    {
        rule: "mongodb-audit",
        fails: [
            file(MONGOD, "no audit log", { security: { enableEncryption: true } }, inMongod),
            mongod("a server without a file", { command: ["mongod"], args: ["--enableEncryption"] }, AT_IMAGE),
        ],
        passes: [file(MONGOD, "an audit log", { auditLog: { destination: "file" } })],
        nearMisses: [
            mongod("an audit log by the command line", { args: ["--auditDestination=file"] }),
            ...otherPods,
            file(MONGOD, "one that is written to the system's log", { auditLog: { destination: "syslog" } }),
            file(MONGOD, "none in development", { net: {} }, { development: true }),
        ],
    },
];

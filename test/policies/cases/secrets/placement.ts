import { UNKNOWN } from "../../../../kubernetes/field";
import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

type Marked = readonly [what: string, type: string, props: Record<string, unknown>, marked: string, at?: string];

function one(type: string, props: Record<string, unknown>, ...secretPaths: string[]): readonly PolicyResource[] {
    return [{ type, name: "app", props, secretPaths }];
}

/** A case in which one path is marked; `at` is where that shows, if not there. */
function marked([what, type, props, path, at = path]: Marked): Case {
    return { what, resources: one(type, props, path), at };
}

/** The same, with nothing to name. */
function fine([what, type, props, path]: Marked): Case {
    return { what, resources: one(type, props, path) };
}

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const SECRET = "kubernetes:core/v1:Secret";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const KEY = "aws:kms/key:Key";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const PARAMETER = "aws:ssm/parameter:Parameter";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";

const POD = { spec: { template: { spec: { containers: [{ env: [{ name: "GREETING", value: "hello" }] }] } } } };
const LIST = { items: [{ apiVersion: "v1", kind: "ConfigMap", data: { greeting: "hello" } }] };

const fails: readonly [Marked, ...Marked[]] = [
    ["a ConfigMap's key", CONFIG_MAP, { data: { greeting: "hello" } }, "data.greeting"],
    ["a ConfigMap's data as a whole", CONFIG_MAP, { data: { greeting: "hello" } }, "data"],
    ["a whole object", CONFIG_MAP, { data: { greeting: "hello" } }, "", ""],
    ["a key that needs quotes", CONFIG_MAP, { data: { "app.conf": "hello" } }, 'data["app.conf"]'],
    ["an environment value", DEPLOYMENT, POD, "spec.template.spec.containers[0].env[0].value"],
    ["the parents of an environment value", DEPLOYMENT, POD, "spec.template.spec"],
    ["an object of a List", "kubernetes:core/v1:List", LIST, "items[0].data.greeting", "data.greeting"],
    ["all of a List", "kubernetes:core/v1:List", LIST, "items", ""],
    ["an object of a ConfigGroup", "kubernetes:yaml/v2:ConfigGroup", { objs: LIST.items }, "objs[0].data", "data"],
    ["a Secret's name", SECRET, { metadata: { name: "app-1" } }, "metadata.name"],
    ["a Secret's annotation", SECRET, { metadata: { annotations: { a: "b" } } }, "metadata.annotations.a"],
    ["a Secret's label", SECRET, { metadata: { labels: { a: "b" } } }, "metadata.labels"],
    ["a field that begins like a Secret's data", SECRET, { database: "hello" }, "database"],
    ["a Secret's type", SECRET, { type: "Opaque" }, "type"],
    ["a label", "kubernetes:core/v1:Service", { metadata: { labels: { app: "kato" } } }, "metadata.labels.app"],
    ["a chart's value", RELEASE, { values: { auth: { password: "hello" } } }, "values.auth.password"],
    ["a chart's values", "kubernetes:helm.sh/v4:Chart", { values: { auth: {} } }, "values"],
    ["a tag", KEY, { tags: { environment: "production" } }, "tags.environment"],
    ["a description", KEY, { description: "hello" }, "description"],
    ["the id of a secret version", VERSION, { secretId: "app", secretString: "{}" }, "secretId"],
    ["another store", PARAMETER, { type: "String", value: "hello" }, "value"],
    ["a value that is not known yet", PARAMETER, { value: UNKNOWN }, "value"],
    ["a provider's tags for everything", "pulumi:providers:aws", { defaultTags: '{"tags":{}}' }, "defaultTags"],
];

const passes: readonly [Marked, ...Marked[]] = [
    ["a Secret's data", SECRET, { metadata: { name: "app" }, data: { greeting: "aGVsbG8=" } }, "data.greeting"],
    ["a secret version", VERSION, { secretId: "app", secretString: "{}" }, "secretString"],
];

const nearMisses: readonly Marked[] = [
    ["a Secret's data as a whole", SECRET, { data: { greeting: "aGVsbG8=" } }, "data"],
    ["a Secret's stringData", SECRET, { stringData: { "app.conf": "hello" } }, 'stringData["app.conf"]'],
    ["a Secret as a whole", SECRET, { stringData: { greeting: "hello" } }, ""],
    [
        "a Secret of a List",
        "kubernetes:core/v1:List",
        { items: [{ apiVersion: "v1", kind: "Secret", data: { greeting: "aGVsbG8=" } }] },
        "items[0].data.greeting",
    ],
    ["a patch of a Secret", "kubernetes:core/v1:SecretPatch", { data: { greeting: "aGVsbG8=" } }, "data"],
    ["bytes in a secret version", VERSION, { secretId: "app", secretBinary: "aGVsbG8=" }, "secretBinary"],
    ["what a provider logs in with", "pulumi:providers:kubernetes", { kubeconfig: "hello" }, "kubeconfig"],
    ["what gets a chart", RELEASE, { repositoryOpts: { password: "hello" } }, "repositoryOpts.password"],
    [
        "the key of a certificate",
        "tls:index/selfSignedCert:SelfSignedCert",
        { privateKeyPem: "hello" },
        "privateKeyPem",
    ],
    ["a keeper", "random:index/randomPassword:RandomPassword", { keepers: { a: "b" } }, "keepers.a"],
    ["a name that begins alike", CONFIG_MAP, { data: { a: "b" } }, "data.ab"],
    ["another object of a List", "kubernetes:core/v1:List", LIST, "items[1]"],
];

export const placementCases: readonly RuleCases[] = [
    {
        rule: "secret-placement",
        fails: [marked(fails[0]), ...fails.slice(1).map(marked)],
        passes: [fine(passes[0]), ...passes.slice(1).map(fine)],
        nearMisses: [
            ...nearMisses.map(fine),
            {
                what: "nothing that is marked",
                resources: [{ type: CONFIG_MAP, name: "app", props: { data: { a: "b" } } }],
            },
        ],
    },
];

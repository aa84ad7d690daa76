import type { Case } from "../case";
import { AWS_KEY, FORMS, one, release, SIGNED, WRITTEN } from "./written";

/** In all other places. */
export const elsewhere: readonly Case[] = [
    {
        what: "an AWS access key in a custom resource",
        resources: [{ type: "kubernetes:example.com/v1:Bucket", name: "a", props: { spec: { key: AWS_KEY } } }],
        at: "spec.key",
    },
    ...Object.entries(FORMS).map(([what, parts]) => ({
        what,
        resources: [{ type: "kubernetes:example.com/v1:Hook", name: "a", props: { spec: parts.join("") } }],
        at: "spec",
    })),
    ...[
        ["a label", { labels: { "example.com/token": WRITTEN } }, 'metadata.labels["example.com/token"]'],
        [
            "a Secret's annotation",
            {
                annotations: {
                    "kubectl.kubernetes.io/last-applied-configuration": `{"password":"${WRITTEN}"}`,
                },
            },
            'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
        ],
    ].map(([what, metadata, at]) => ({
        what: String(what),
        resources: one("kubernetes:core/v1:Secret", { metadata }),
        at: String(at),
    })),
    {
        what: "a hook's command",
        container: { lifecycle: { preStop: { exec: { command: ["redis-cli", "--pass", WRITTEN] } } } },
        at: "lifecycle.preStop.exec.command[2]",
    },
    {
        what: "a probe's command",
        container: { livenessProbe: { exec: { command: ["sh", "-c", `PGPASSWORD=${WRITTEN} psql`] } } },
        at: "livenessProbe.exec.command[2]",
    },
    {
        what: "a probe's header",
        container: {
            readinessProbe: {
                httpGet: { httpHeaders: [{ name: "Authorization", value: `Basic ${WRITTEN}` }] },
            },
        },
        at: "readinessProbe.httpGet.httpHeaders[0].value",
    },
    {
        what: "a variable of a custom resource",
        resources: one("kubernetes:argoproj.io/v1alpha1:Rollout", {
            spec: { template: { spec: { containers: [{ env: [{ name: "API_KEY", value: WRITTEN }] }] } } },
        }),
        at: "spec.template.spec.containers[0].env[0].value",
    },
    {
        what: "a custom resource's command in one text",
        resources: one("kubernetes:example.com/v1:Task", { spec: { command: `PGPASSWORD=${WRITTEN} psql` } }),
        at: "spec.command",
    },
    {
        what: "a ConfigMap in a List",
        resources: one("kubernetes:core/v1:List", {
            items: [{ apiVersion: "v1", kind: "ConfigMap", data: { password: WRITTEN } }],
        }),
        at: "data.password",
    },
    {
        what: "a chart's value",
        resources: release({ auth: { adminPassword: WRITTEN } }),
        at: "values.auth.adminPassword",
    },
    { what: "a chart's number", resources: release({ password: 1234 }), at: "values.password" },
    {
        what: "a chart's client secret",
        resources: release({ clientSecret: WRITTEN }),
        at: "values.clientSecret",
    },
    { what: "a chart's list", resources: release({ apiKeys: [WRITTEN] }), at: "values.apiKeys[0]" },
    {
        what: "a chart's variable",
        resources: release({ extraEnv: [{ name: "TOKEN", value: WRITTEN }] }),
        at: "values.extraEnv[0].value",
    },
    {
        what: "a chart's argument",
        resources: release({ extraArgs: [`--token=${WRITTEN}`] }),
        at: "values.extraArgs[0]",
    },
    {
        what: "a chart's file",
        resources: release({ config: `db:\n  password: ${WRITTEN}\n` }),
        at: "values.config",
    },
    {
        what: "a chart's repository",
        resources: one("kubernetes:helm.sh/v4:Chart", {
            repositoryOpts: { username: "app", password: WRITTEN },
        }),
        at: "repositoryOpts.password",
    },
    { what: "a tag", resources: one("aws:kms/key:Key", { tags: { password: WRITTEN } }), at: "tags.password" },
    {
        what: "a description",
        resources: one("aws:kms/key:Key", { description: `password=${WRITTEN}` }),
        at: "description",
    },
    {
        what: "a provider's own login",
        resources: one("pulumi:providers:aws", { accessKey: AWS_KEY }),
        at: "accessKey",
    },
    {
        what: "a prefix of a random value",
        resources: one("random:index/randomPet:RandomPet", { prefix: AWS_KEY }),
        at: "prefix",
    },
    {
        what: "a keeper",
        resources: one("random:index/randomPassword:RandomPassword", { keepers: { password: WRITTEN } }),
        at: "keepers.password",
    },
    {
        what: "a signed token in a list",
        resources: [{ type: "kubernetes:example.com/v1:Hook", name: "a", props: { spec: { a: ["", SIGNED] } } }],
        at: "spec.a[1]",
    },
];

import assert from "node:assert/strict";
import { parse, parseAllDocuments } from "yaml";
import { buildPreview } from "../../../../cli/preview/program/build";
import { controllerFiles } from "../../../../cli/preview/output/existing-controller";
import { previewFiles } from "../../../../cli/preview/output/files";
import { readProgram } from "../../../../cli/preview/program/stack";
import { summaryText } from "../../../../cli/preview/output/summary";
import { Progress, style } from "../../../../cli/shared/terminal";
import { evaluate } from "../../../../policies/engine/evaluate";
import { helmRelease } from "../../../../policies/rules/hygiene/helm-release";
import { PRODUCTION } from "../../../policies/situation";
import { previewOf } from "../../../support/preview";
import { stackFile } from "../../../support/stacks/files";
import { REPOSITORY } from "../support";
import type { Preview } from "../../../../cli/preview/model/preview";

const VALUES = "controller-values.yaml";
const NETWORK = "controller-network.yaml";

type Controller = Record<string, unknown> & { config: { entries: Record<string, string> } };
interface NetworkPolicy {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: unknown;
}

/** Nobody knows how the owner's is exposed, so the other is exposed as anywhere; behind a proxy, both have two pods of a client. */
const BEHIND_PROXY =
    "exposure: null, loadBalancerSubnets: null, proxy: { ranges: [173.245.48.0/20], realIpHeader: CF-Connecting-IP }";
const INSTALLED = `edge: { ${BEHIND_PROXY}, controller: { mode: install, replicas: { min: 2, max: 5 } } }`;
/** Called as an installed one is, so that they can be compared. */
const EXISTING = `edge: { ${BEHIND_PROXY}, controller: { mode: existing, replicas: null, resources: null, namespace: nginx-ingress, ingressClass: nginx, podLabels: { app.kubernetes.io/name: nginx-ingress } } }`;

const RELEASE = "kubernetes:helm.sh/v3:Release";

function releaseOf(preview: Preview): Preview["resources"][number] {
    const found = preview.resources.find(({ type, name }) => type === RELEASE && name === "edge-controller");
    return found ?? assert.fail("no controller is installed");
}

function valuesOf(preview: Preview): Record<string, unknown> {
    return (releaseOf(preview).inputs["values"] as { controller: Record<string, unknown> }).controller;
}

function valuesIn(preview: Preview): Controller {
    return (parse(controllerFiles(preview).get(VALUES) ?? "") as { controller: Controller }).controller;
}

function policiesIn(preview: Preview): NetworkPolicy[] {
    const documents = parseAllDocuments(controllerFiles(preview).get(NETWORK) ?? "");
    return [...documents].map((document) => document.toJS() as NetworkPolicy);
}

async function externalStores(): Promise<Preview> {
    const program = readProgram(REPOSITORY, "external-stores", stackFile("external-stores"), []);
    return await buildPreview(program, new Progress({ write: () => true }));
}

const container = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 101,
    seccompProfile: { type: "RuntimeDefault" },
};

describe("what the preview writes for the owner of the cluster's own ingress controller", () => {
    let preview: Preview;
    let installed: Preview;
    let existing: Preview;
    before(async () => {
        preview = await externalStores();
        installed = await previewOf("prod", INSTALLED);
        existing = await previewOf("prod", EXISTING);
    });

    it("is the values of its chart, and no value about how it runs", () => {
        const { config, ...values } = valuesIn(preview);
        const { "http-snippets": http = "", "log-format": logFormat, ...entries } = config.entries;
        assert.deepEqual(values, {
            enableSSLDynamicReload: false,
            enableSnippets: false,
            ingressClass: { name: "public" },
            initContainerSecurityContext: container,
            podSecurityContext: {
                fsGroup: 101,
                runAsNonRoot: true,
                runAsUser: 101,
                seccompProfile: { type: "RuntimeDefault" },
            },
            readOnlyRootFilesystem: true,
            securityContext: { ...container, capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] } },
            volumeMounts: [{ name: "internal-authority", mountPath: "/etc/internal-authority", readOnly: true }],
            volumes: [
                {
                    name: "internal-authority",
                    secret: {
                        secretName: "ingress-controller-client-tls",
                        defaultMode: 0o440,
                        items: [{ key: "ca.crt", path: "ca.crt" }],
                    },
                },
            ],
            watchNamespace: "ingress,kato,kratos",
            watchSecretNamespace: "ingress",
        });
        assert.deepEqual(entries, {
            "default-server-return": "444",
            "error-log-level": "crit",
            http2: "true",
            keepalive: "16",
            "keepalive-timeout": "65s",
            "log-format-escaping": "json",
            "map-hash-bucket-size": "512",
            "server-names-hash-bucket-size": "512",
            "server-snippets":
                "if ($http_upgrade) { return 400; }\nif ($edge_ambiguous_path) { return 400; }\nif ($edge_misdirected) { return 421; }\n",
            "server-tokens": "false",
            "ssl-ciphers":
                "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384",
            "ssl-prefer-server-ciphers": "true",
            "ssl-protocols": "TLSv1.2 TLSv1.3",
            "worker-connections": "4096",
            "worker-processes": "2",
            "worker-rlimit-nofile": "9216",
            "worker-shutdown-timeout": "60s",
        });
        assert.match(logFormat ?? "", /^\{"time":"\$time_iso8601",/);
        const names =
            'map $host $edge_backend_name {\n    api.karima.com kato.kato.svc;\n    auth.karima.com kratos.kratos.svc;\n    default "";\n}\n';
        assert.ok(http.includes(names), http);
    });

    it("mounts the Secret that the platform's deployment makes there", () => {
        const { kind, body } =
            preview.objects.find(({ id }) => id === "ingress/Certificate/ingress-controller-client-tls") ??
            assert.fail("no certificate");
        assert.equal(kind, "Certificate");
        assert.equal((body["spec"] as { secretName: string }).secretName, "ingress-controller-client-tls");
    });

    it("is what an installed controller is told, where that is not about how it runs", () => {
        const values = valuesIn(existing);
        const told = valuesOf(installed);
        assert.equal(values["enableCertManager"], true, "challenges come in by it");
        for (const key of Object.keys(values).filter((each) => !["ingressClass", "volumes"].includes(each))) {
            assert.deepEqual(values[key], told[key], key);
        }
    });

    it("breaks the rule about charts in nothing but what is the owner's affair", () => {
        const release = {
            type: RELEASE,
            name: "owners",
            props: { ...releaseOf(installed).inputs, values: { controller: valuesIn(existing) } },
        };
        const found = evaluate([helmRelease], [release], PRODUCTION).map(
            ({ violation: { message } }) => /^values\.(\w+\.\w+)[\w.]*: /.exec(message)?.[1] ?? message,
        );
        const about = ["ingressClass", "image", "initContainerResources", "nginxStatus", "readyStatus", "resources"];
        const reached = ["reportIngressStatus", "service", "serviceAccount", "telemetryReporting"];
        assert.deepEqual(
            new Set(found),
            new Set([...[...about, ...reached].map((key) => `controller.${key}`), "rbac.create", "prometheus.create"]),
        );
    });

    it("has the connections of an installed controller, and no label of ours", () => {
        const policies = installed.objects
            .filter(({ kind, namespace }) => kind === "NetworkPolicy" && namespace === "nginx-ingress")
            .map(({ body }) => body as unknown as NetworkPolicy);
        const named = ({ metadata, ...rest }: NetworkPolicy) => ({ ...rest, name: metadata.name });
        const renamed = policiesIn(existing).map((policy) => {
            const { name, ...rest } = named(policy);
            return { ...rest, name: name.replace("ingress-controller", "nginx-ingress") };
        });
        const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
        assert.deepEqual(renamed.sort(byName), policies.map(named).sort(byName));
        for (const { metadata } of policiesIn(existing)) {
            // A label would say that this program made it, and a search for what an earlier deployment left would find it.
            assert.deepEqual(Object.keys(metadata), ["name", "namespace"]);
            assert.equal(metadata.namespace, "nginx-ingress");
        }
    });

    it("has NetworkPolicies for the pods that the stack names", () => {
        const podSelector = {
            matchLabels: { "app.kubernetes.io/name": "nginx-ingress", "app.kubernetes.io/instance": "public" },
        };
        const [deny, ...others] = policiesIn(preview);
        assert.deepEqual(deny, {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: "default-deny-all", namespace: "ingress" },
            spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        });
        assert.deepEqual(
            others.map(({ metadata }) => metadata.name),
            [
                "ingress-controller-to-kato",
                "ingress-controller-to-kratos",
                "ingress-controller-to-kubernetes-api",
                "allow-ingress-to-ingress-controller",
            ],
        );
        for (const { spec } of others) {
            assert.deepEqual((spec as { podSelector: unknown }).podSelector, podSelector);
        }
        assert.deepEqual(others.at(-1)?.spec, {
            podSelector,
            policyTypes: ["Ingress"],
            ingress: [
                {
                    from: [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }],
                    ports: [
                        { protocol: "TCP", port: 80 },
                        { protocol: "TCP", port: 443 },
                    ],
                },
            ],
        });
    });

    it("leaves the platform's own connections as they are: who reaches that controller is not its affair", () => {
        const rows = preview.connections.map(({ from, to }) => `${from} ${to}`);
        assert.ok(rows.includes("ingress/ingress-controller kato/kato"));
        assert.ok(!rows.some((row) => /^clients|^ingress\/ingress-controller kubernetes-api/.test(row)));
        assert.ok(!preview.objects.some(({ kind, namespace }) => kind === "NetworkPolicy" && namespace === "ingress"));
    });

    it("is among the files, named in the summary and on the page, and the same in the next run", async () => {
        const files = previewFiles(preview);
        assert.deepEqual(
            [VALUES, NETWORK].filter((name) => !files.has(name)),
            [],
        );
        const line = summaryText(preview, "out", style({ write: () => true })).match(/^ {2}For others.*$/m)?.[0];
        assert.match(line ?? "", /out\/controller-values\.yaml and controller-network\.yaml: /);
        assert.match(
            files.get("report.html") ?? "",
            /href="controller-values\.yaml".*\s.*href="controller-network\.yaml"/,
        );
        assert.deepEqual(controllerFiles(await externalStores()), controllerFiles(preview));
    });

    it("is not there for a controller that the platform installs", () => {
        const files = previewFiles(installed);
        assert.ok(!files.has(VALUES) && !files.has(NETWORK));
        assert.doesNotMatch(summaryText(installed, "out", style({ write: () => true })), /For others|controller-/);
        assert.doesNotMatch(files.get("report.html") ?? "", /controller-values|controller-network/);
    });
});

import assert from "node:assert/strict";
import type { KatoArgs } from "../../../components/app/kato";
import { imageVersion } from "../../../components/app/kato-pods";
import { type PodTemplate, templateOf, without } from "../../support/pods";
import { DEPLOYMENT, labels, type Made, made, MONGODB, RETENTION } from "./made";

/** Pod Security Standards, "restricted", plus a read-only root. */
const CONTAINER_SECURITY = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const resources = (request: string, limit: string, memory: string) => ({
    requests: { cpu: request, memory, "ephemeral-storage": "128Mi" },
    limits: { cpu: limit, memory, "ephemeral-storage": "128Mi" },
});

const probe = (path: string, periodSeconds: number, failureThreshold: number, port: string | number = "http") => ({
    httpGet: { path, port, scheme: port === "http" ? "HTTP" : "HTTPS" },
    timeoutSeconds: 3,
    periodSeconds,
    failureThreshold,
});

const COMMON = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
    },
    initContainers: [
        {
            name: "ca-bundle",
            image: "docker.io/library/alpine:3.24.2",
            command: ["/bin/sh", "-euc", 'for file in "$@"; do cat "$file"; echo; done >"$0"'],
            args: ["/etc/kato/ca/bundle.pem", "/etc/ssl/certs/ca-certificates.crt", "/etc/authorities/internal/ca.crt"],
            resources: resources("10m", "250m", "32Mi"),
            securityContext: CONTAINER_SECURITY,
            terminationMessagePolicy: "FallbackToLogsOnError",
            volumeMounts: [
                { name: "ca", mountPath: "/etc/kato/ca" },
                { name: "internal-ca", mountPath: "/etc/authorities/internal", readOnly: true },
            ],
        },
    ],
    volumes: [
        { name: "ca", emptyDir: { sizeLimit: "4Mi" } },
        {
            name: "internal-ca",
            secret: {
                secretName: "kato-tls",
                defaultMode: 0o440,
                items: [{ key: "ca.crt", path: "ca.crt" }],
            },
        },
        { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
};

/** Ends TLS in front of the API. */
const PROXY = {
    name: "tls-proxy",
    image: "docker.io/library/nginx:1.30.6-alpine-slim",
    command: ["nginx", "-e", "stderr", "-c", "/etc/kato-tls-proxy/nginx.conf"],
    restartPolicy: "Always",
    ports: [{ name: "https", containerPort: 8443, protocol: "TCP" }],
    livenessProbe: { tcpSocket: { port: 8443 }, timeoutSeconds: 3, periodSeconds: 10, failureThreshold: 6 },
    resources: resources("25m", "500m", "128Mi"),
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        { name: "tls-proxy-config", mountPath: "/etc/kato-tls-proxy", readOnly: true },
        { name: "tls", mountPath: "/etc/kato-tls", readOnly: true },
        { name: "tls-proxy-tmp", mountPath: "/tmp" },
    ],
};
const PROXY_VOLUMES = [
    { name: "tls-proxy-config", configMap: { name: "kato-tls-proxy-auto" } },
    {
        name: "tls",
        secret: {
            secretName: "kato-tls",
            defaultMode: 0o440,
            items: [
                { key: "tls.crt", path: "tls.crt" },
                { key: "tls.key", path: "tls.key" },
            ],
        },
    },
    { name: "tls-proxy-tmp", emptyDir: { sizeLimit: "1Mi" } },
];

const CONTAINER = {
    image: "ghcr.io/your-org/kato:3.0.0",
    envFrom: [{ configMapRef: { name: "kato-config-auto" } }, { secretRef: { name: "kato-secrets-auto" } }],
    resources: resources("250m", "1", "512Mi"),
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
        { name: "ca", mountPath: "/etc/kato/ca", readOnly: true },
        { name: "tmp", mountPath: "/tmp" },
    ],
};

function template({ recording }: Made, name: string): PodTemplate {
    const found = templateOf(recording.one(name));
    assert.ok(found !== undefined);
    return found;
}

function container(of: Made, name = DEPLOYMENT) {
    const [only, ...others] = template(of, name).spec.containers;
    assert.ok(only !== undefined && others.length === 0);
    return only;
}

describe("KATO's pods", () => {
    let kato: Made;
    before(async () => {
        kato = await made();
    });

    it("serve on port 8000 and read their variables from the Secret and the ConfigMap (security guide, “Kubernetes Secrets”)", () => {
        const { metadata, spec } = template(kato, DEPLOYMENT);
        assert.deepEqual(metadata, { labels: labels("kato", "api", "3.0.0") });
        assert.deepEqual(spec, {
            ...COMMON,
            initContainers: [...COMMON.initContainers, PROXY],
            volumes: [...COMMON.volumes, ...PROXY_VOLUMES],
            serviceAccountName: "kato",
            restartPolicy: "Always",
            terminationGracePeriodSeconds: 45,
            containers: [
                {
                    ...CONTAINER,
                    name: "kato",
                    ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
                    startupProbe: probe("/health", 5, 24),
                    readinessProbe: probe("/health", 5, 3, 8443),
                    livenessProbe: probe("/health", 10, 6),
                    lifecycle: { preStop: { sleep: { seconds: 10 } } },
                },
            ],
        });
    });

    it("delete old data with the same image and variables, and the days (security guide, “GDPR Compliance”: 90)", async () => {
        const command = ["python", "-m", "kato.workers.data_retention"];
        const running = await made({ retention: { days: 90, command } });
        const { metadata, spec } = template(running, RETENTION);
        assert.deepEqual(metadata, { labels: labels("kato-retention", "retention", "3.0.0") });
        const { securityContext: _, ...rest } = COMMON;
        assert.deepEqual(without(spec, "securityContext"), {
            ...rest,
            serviceAccountName: "kato-retention",
            restartPolicy: "Never",
            terminationGracePeriodSeconds: 30,
            containers: [
                { ...CONTAINER, name: "kato-retention", command, env: [{ name: "RETENTION_DAYS", value: "90" }] },
            ],
        });
        assert.equal("command" in container(kato, RETENTION), false);
    });

    it("have the probes that the stack sets, and as many seconds to start", async () => {
        const probes = { startup: "/started", readiness: "/ready", liveness: "/alive", startupSeconds: 31 };
        const { startupProbe, readinessProbe, livenessProbe } = container(await made({ probes }));
        assert.deepEqual(
            [startupProbe, readinessProbe, livenessProbe],
            [probe("/started", 5, 7), probe("/ready", 5, 3, 8443), probe("/alive", 10, 6)],
        );
    });

    it("are KATO alone where TLS is off, which the kubelet then asks itself", async () => {
        const plain = await made({ tls: { enabled: false } });
        const { initContainers, volumes, terminationGracePeriodSeconds } = template(plain, DEPLOYMENT).spec;
        assert.deepEqual([initContainers, volumes], [COMMON.initContainers, COMMON.volumes]);
        assert.equal(terminationGracePeriodSeconds, 40);
        assert.deepEqual(container(plain)["readinessProbe"], probe("/health", 5, 3));
    });

    it("stop at once where the stack says so, and have time for their requests in any case", async () => {
        const stopped = await made({ drainSeconds: 0 });
        assert.equal("lifecycle" in container(stopped), false);
        assert.equal(template(stopped, DEPLOYMENT).spec["terminationGracePeriodSeconds"], 35);
    });

    it("are kept apart only where there are always several", async () => {
        const spread = ({ spec }: PodTemplate) =>
            (spec["topologySpreadConstraints"] as { topologyKey: string }[] | undefined)?.map(
                ({ topologyKey }) => topologyKey,
            );
        const several = await made({ replicas: { min: 2, max: 4 } });
        assert.deepEqual(spread(template(several, DEPLOYMENT)), [
            "kubernetes.io/hostname",
            "topology.kubernetes.io/zone",
        ]);
        assert.equal(spread(template(several, RETENTION)), undefined);
        assert.equal(spread(template(await made({ replicas: { min: 1, max: 4 } }), DEPLOYMENT)), undefined);
    });

    it("are pulled with the registry's login, both of them, and none where the image is public", async () => {
        const registry: KatoArgs["registry"] = { server: "ghcr.io", user: "bot", password: "simple" };
        const pulled = await made({ registry });
        for (const name of [DEPLOYMENT, RETENTION]) {
            assert.deepEqual(template(pulled, name).spec["imagePullSecrets"], [{ name: "kato-registry-auto" }], name);
            assert.equal("imagePullSecrets" in template(kato, name).spec, false, name);
        }
        const { type, immutable } = pulled.recording.one("kubernetes:core/v1:Secret::kato-registry").inputs;
        assert.deepEqual([type, immutable], ["kubernetes.io/dockerconfigjson", true]);
    });

    it("run as the user that the stack sets", async () => {
        const { spec } = template(await made({ uid: 1234 }), DEPLOYMENT);
        const { runAsUser, runAsGroup, fsGroup } = spec.securityContext as Record<string, number>;
        assert.deepEqual([runAsUser, runAsGroup, fsGroup], [1234, 1234, 1234]);
    });

    it("also trust the authority of another team's server", async () => {
        const pem = "-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----";
        const external = await made({ mongodb: { ...MONGODB, authority: { kind: "pem", pem } } });
        const { inputs } = external.recording.one("kubernetes:core/v1:ConfigMap::kato-authorities");
        assert.deepEqual(inputs["data"], { "mongodb.crt": pem });
        for (const name of [DEPLOYMENT, RETENTION]) {
            const { initContainers, volumes } = template(external, name).spec as unknown as {
                initContainers: [{ args: string[]; volumeMounts: unknown[] }];
                volumes: unknown[];
            };
            assert.deepEqual(initContainers[0].args.slice(2), [
                "/etc/authorities/internal/ca.crt",
                "/etc/authorities/external/mongodb.crt",
            ]);
            assert.deepEqual(initContainers[0].volumeMounts[2], {
                name: "external-ca",
                mountPath: "/etc/authorities/external",
                readOnly: true,
            });
            assert.deepEqual(volumes[2], { name: "external-ca", configMap: { name: "kato-authorities-auto" } });
        }
    });
});

describe("imageVersion", () => {
    const cases: [image: string, version: string, why: string][] = [
        ["ghcr.io/your-org/kato:3.0.0", "3.0.0", "the tag"],
        ["registry:5000/kato:3.0.0", "3.0.0", "not the registry's port"],
        [
            `registry:5000/kato@sha256:${"0a1b".repeat(16)}`,
            "0a1b".repeat(16).slice(0, 63),
            "the beginning of the digest",
        ],
        [`ghcr.io/your-org/kato:3.0.0@sha256:${"0a1b".repeat(16)}`, "3.0.0", "the tag rather than the digest"],
        [`kato:_${"x".repeat(61)}-y`, "x".repeat(61), "no more than a label's value may be"],
    ];
    for (const [image, version, why] of cases) {
        it(`is ${why}`, () => {
            assert.equal(imageVersion(image), version);
        });
    }
});

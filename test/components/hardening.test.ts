import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { recordedPlatform } from "../support/platform";
import { type Container, type PodSpec, type PodTemplate, templateOf } from "../support/pods";
import { generated, generatedBytes, type Recording } from "../support/record";
import { SMTP_PASSWORD } from "../support/stack";

/** Pod Security Standards, "restricted", plus a read-only root: of every container, init containers included. */
const CONTAINER = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

const pod = (uid: number) => ({
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
});

/** The users that the images bring, and the one that the stack names for KATO's. */
const DEV_PODS = {
    "kubernetes:apps/v1:Deployment::kato": pod(10001),
    "kubernetes:apps/v1:Deployment::kratos": pod(10000),
    "kubernetes:apps/v1:StatefulSet::kratos-postgres": pod(999),
    "kubernetes:apps/v1:StatefulSet::mongo-kb": pod(10010),
    "kubernetes:apps/v1:StatefulSet::qdrant-kb": pod(10030),
    "kubernetes:apps/v1:StatefulSet::redis-kb": pod(10020),
    "kubernetes:batch/v1:CronJob::kato-retention": pod(10001),
    "kubernetes:batch/v1:CronJob::kratos-cleanup": pod(10000),
    "kubernetes:batch/v1:Job::kratos-migrate": pod(10000),
};
const PROD_PODS = {
    ...DEV_PODS,
    "kubernetes:apps/v1:Deployment::kratos-courier": pod(10000),
};

/** Containers that are another user than their pod. */
const OTHER_USERS: Readonly<Record<string, number>> = {
    "kubernetes:apps/v1:StatefulSet::mongo-kb keeper": 10011,
};

const IMAGES = [
    "docker.io/library/alpine:3.24.2",
    "docker.io/library/nginx:1.30.6-alpine-slim",
    "docker.io/library/postgres:17.11-alpine3.24",
    "docker.io/library/postgres:17.11-bookworm",
    "docker.io/library/redis:8.10.2-trixie",
    "docker.io/oryd/kratos:v26.2.0",
    "docker.io/qdrant/qdrant:v1.19.1-unprivileged",
];
const DEV_IMAGES = [...IMAGES, "docker.io/jmalloc/echo-server:v0.3.7", "docker.io/library/mongo:8.0.32-noble"];
const PROD_IMAGES = [...IMAGES, "docker.io/percona/percona-server-mongodb:8.0.32-14", "ghcr.io/your-org/kato:3.0.0"];

function podsOf({ resources }: Recording): [name: string, template: PodTemplate][] {
    return resources.flatMap((resource) => {
        const template = templateOf(resource);
        return template === undefined ? [] : [[`${resource.type}::${resource.name}`, template] as const];
    });
}

/** Secrets that a container mounts, by the name of their volume. */
function secretsOf({ volumes }: PodSpec, { volumeMounts }: Container): string[] {
    const secret = ((volumes ?? []) as { name: string }[]).filter((each) => JSON.stringify(each).includes('"secret":'));
    const mounted = ((volumeMounts ?? []) as { name: string }[]).map(({ name }) => name);
    return mounted.filter((name) => secret.some((volume) => volume.name === name));
}

function containersOf({ spec }: PodTemplate): Container[] {
    return [...(spec.initContainers ?? []), ...spec.containers];
}

for (const [stack, pods, pinned] of [
    ["dev", DEV_PODS, DEV_IMAGES],
    ["prod", PROD_PODS, PROD_IMAGES],
] as const) {
    describe(`Platform's hardening (${stack})`, () => {
        let recording: Recording;
        before(async () => {
            recording = await recordedPlatform(stack);
        });

        it("runs every pod as a user of its own, above 10000 but for Postgres', without root", () => {
            const contexts = podsOf(recording).map(([name, { spec }]) => [name, spec.securityContext] as const);
            assert.deepEqual(Object.fromEntries(contexts), pods);
        });

        it("gives no container anything beyond Pod Security restricted, and a read-only root", () => {
            for (const [name, template] of podsOf(recording)) {
                for (const container of containersOf(template)) {
                    const id = `${name} ${container.name}`;
                    const user = id in OTHER_USERS ? { runAsUser: OTHER_USERS[id] } : {};
                    assert.deepEqual(container.securityContext, { ...CONTAINER, ...user }, id);
                }
            }
        });

        // Through /proc, whatever the other has mounted and in memory.
        it("lets no container see into another of its user that has more secrets, but two scripts into their server", () => {
            const seen = podsOf(recording)
                .filter(([, { spec }]) => spec.shareProcessNamespace === true)
                .flatMap(([name, { spec }]) =>
                    spec.containers.flatMap((one) =>
                        spec.containers
                            .filter(({ securityContext }) => isDeepStrictEqual(securityContext, one.securityContext))
                            .filter((other) =>
                                secretsOf(spec, other).some((each) => !secretsOf(spec, one).includes(each)),
                            )
                            .map((other) => `${name}: ${one.name} into ${other.name}`),
                    ),
                );
            assert.deepEqual(seen.sort(), [
                ...(stack === "prod" ? ["kubernetes:apps/v1:StatefulSet::mongo-kb: audit into mongod"] : []),
                "kubernetes:apps/v1:StatefulSet::qdrant-kb: keeper into qdrant",
            ]);
        });

        it("mounts no API token, shares nothing with the node and names no Service in variables", () => {
            for (const [name, { spec }] of podsOf(recording)) {
                const { automountServiceAccountToken, enableServiceLinks, hostNetwork, hostPID, hostIPC } = spec;
                assert.deepEqual(
                    [automountServiceAccountToken, enableServiceLinks, hostNetwork, hostPID, hostIPC],
                    [false, false, undefined, undefined, undefined],
                    name,
                );
            }
            const accounts = recording.ofType("kubernetes:core/v1:ServiceAccount");
            // One more is the edge controller's, whose pods its chart makes.
            assert.equal(accounts.length, Object.keys(pods).length + 1);
            for (const { name, inputs } of accounts) {
                assert.equal(inputs["automountServiceAccountToken"], false, name);
            }
        });

        it("requests and limits cpu, memory and scratch space of every container", () => {
            for (const [name, template] of podsOf(recording)) {
                for (const container of containersOf(template)) {
                    const { requests, limits } = container["resources"] as Record<"requests" | "limits", object>;
                    const wanted = ["cpu", "ephemeral-storage", "memory"];
                    assert.deepEqual(
                        [Object.keys(requests).sort(), Object.keys(limits).sort()],
                        [wanted, wanted],
                        name,
                    );
                }
            }
        });

        it("pins every image to an exact version", () => {
            const images = podsOf(recording).flatMap(([, template]) =>
                containersOf(template).map(({ image }) => image),
            );
            assert.deepEqual([...new Set(images)].sort(), [...pinned].sort());
        });

        it("lets no Job expire and no Secret use stringData", () => {
            const text = JSON.stringify(recording.resources.map(({ inputs }) => inputs));
            assert.ok(!text.includes("ttlSecondsAfterFinished"));
            assert.ok(!text.includes("stringData"));
        });

        it("holds secret values in Secrets alone, and marked", () => {
            const passwords = recording.ofType("random:index/randomPassword:RandomPassword").map(({ name, inputs }) => {
                return generated(name, Number(inputs["length"]));
            });
            const bytes = recording.ofType("random:index/randomBytes:RandomBytes").map(({ name, inputs }) => {
                return generatedBytes(name, Number(inputs["length"])).toString("base64");
            });
            const values = [...passwords, ...bytes, SMTP_PASSWORD].flatMap((value) => [
                value,
                encodeURIComponent(value),
                Buffer.from(value).toString("base64"),
            ]);
            for (const { type, name, inputs, outputs } of recording.resources) {
                const plain = JSON.stringify([inputs, outputs], (_key, value: unknown) =>
                    value !== null && typeof value === "object" && "a secret" in value ? "[secret]" : value,
                );
                const found = values.filter((value) => plain.includes(value));
                assert.deepEqual(found, [], `${type}::${name}`);
                if (/:(ConfigMap|Deployment|StatefulSet|Job|CronJob)$/.test(type)) {
                    assert.ok(!JSON.stringify(inputs).includes("a secret"), `${type}::${name}`);
                }
            }
        });
    });
}

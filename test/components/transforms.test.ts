import assert from "node:assert/strict";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Preview } from "../../cli/preview/model/preview";
import { Platform, type PlatformTransform } from "../../components";
import { recordedPlatform } from "../support/platform";
import { mandatory, previewOf, shippedPreview } from "../support/preview";
import { type Recorded, record, type Recording, valueOf } from "../support/record";
import { stackConfig } from "../support/stack";

type Complete<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> extends (args: never) => void ? NonNullable<T[K]> : Complete<NonNullable<T[K]>> }; // prettier-ignore

interface Changeable {
    metadata?: { annotations?: object };
    description?: string;
    timeout?: number;
}

/** Every transform there is; a new one is missing here until it is added. */
function allTransforms(transform: (args: object) => void): Complete<PlatformTransform> {
    const store = { claim: transform, statefulSet: transform };
    const namespace = { namespace: transform, quota: transform, limitRange: transform };
    return {
        ...{ postgres: store, mongodb: store, redis: store, qdrant: store },
        kratos: { deployment: transform, courier: transform, migration: transform, cleanup: transform },
        kato: { deployment: transform, autoscaler: transform, retention: transform },
        edge: { release: transform },
        certManager: { release: transform },
        encryptedVolumes: { key: transform, storageClass: transform },
        awsSecretsManager: { key: transform, secret: transform },
        namespaces: { identity: namespace, application: namespace, edge: namespace, certManager: namespace },
    };
}

/** A field that the kind has and that ours leave out, or a text. */
function change(object: object): void {
    const args: Changeable = object;
    if (args.metadata !== undefined) {
        args.metadata.annotations = { ...args.metadata.annotations, changed: "yes" };
    } else if (args.description !== undefined) {
        args.description = "changed";
    } else {
        args.timeout = 4711;
    }
}

/** What is changed by all transforms on the production stack, by hand. */
const CHANGED = [
    "aws:kms/key:Key::credentials",
    "aws:kms/key:Key::encrypted-volumes",
    "aws:secretsmanager/secret:Secret::credentials-kato",
    "aws:secretsmanager/secret:Secret::credentials-kratos",
    "kubernetes:apps/v1:Deployment::kato",
    "kubernetes:apps/v1:Deployment::kratos",
    "kubernetes:apps/v1:Deployment::kratos-courier",
    "kubernetes:apps/v1:StatefulSet::kratos-postgres",
    "kubernetes:apps/v1:StatefulSet::mongo-kb",
    "kubernetes:apps/v1:StatefulSet::qdrant-kb",
    "kubernetes:apps/v1:StatefulSet::redis-kb",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler::kato-autoscaler",
    "kubernetes:batch/v1:CronJob::kato-retention",
    "kubernetes:batch/v1:CronJob::kratos-cleanup",
    "kubernetes:batch/v1:Job::kratos-migrate",
    ...["cert-manager", "kato", "kratos", "nginx-ingress"].flatMap((namespace) => [
        `kubernetes:core/v1:LimitRange::${namespace}-limits`,
        `kubernetes:core/v1:Namespace::${namespace}`,
        `kubernetes:core/v1:ResourceQuota::${namespace}-quota`,
    ]),
    "kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data",
    "kubernetes:core/v1:PersistentVolumeClaim::mongo-kb-data",
    "kubernetes:core/v1:PersistentVolumeClaim::qdrant-kb-data",
    "kubernetes:core/v1:PersistentVolumeClaim::redis-kb-data",
    "kubernetes:helm.sh/v3:Release::cert-manager",
    "kubernetes:helm.sh/v3:Release::edge-controller",
    "kubernetes:storage.k8s.io/v1:StorageClass::encrypted-volumes",
].sort();

describe("The platform's transforms", () => {
    let plain: Recording;
    let changed: Recording;
    const problems: Promise<string[]>[] = [];
    before(async () => {
        plain = await recordedPlatform("prod");
        changed = await record(() => {
            const transform = allTransforms((args) => {
                problems.push(notPlain(args));
                change(args);
            });
            new Platform("platform", { config: stackConfig("prod"), transform });
        });
    });

    it("reach each child that has one, and change what they say and nothing else", () => {
        assert.deepEqual(changed.names(), plain.names());
        const differing = changed.resources.filter((one) => JSON.stringify(one) !== JSON.stringify(twin(plain, one)));
        assert.deepEqual(differing.map(({ type, name }) => `${type}::${name}`).sort(), CHANGED);
        for (const one of differing) {
            const expected = structuredClone(twin(plain, one).inputs);
            change(expected);
            assert.deepEqual(one, { ...twin(plain, one), inputs: expected });
        }
    });

    it("get plain objects and lists, in which only single values are outputs", async () => {
        assert.ok(problems.length >= CHANGED.length);
        assert.deepEqual((await Promise.all(problems)).flat(), []);
    });

    it("are not called for what a stack does not make", async () => {
        const refuse = (): never => assert.fail("called");
        const config = stackConfig("dev");
        const recording = await record(() => {
            const { encryptedVolumes, awsSecretsManager, kratos, kato } = allTransforms(refuse);
            const { courier } = kratos;
            const { autoscaler } = kato;
            const transform = { encryptedVolumes, awsSecretsManager, kratos: { courier }, kato: { autoscaler } };
            new Platform("platform", { config, transform });
        });
        assert.deepEqual(recording, await recordedPlatform("dev"));
    });
});

describe("What a transform weakens", () => {
    let weakened: Preview;
    let plain: Preview;
    before(async () => {
        weakened = await previewOf("prod", "", join(__dirname, "programs", "weakened.ts"));
        plain = await shippedPreview("prod");
    });

    it("is refused by the policies", () => {
        const before = mandatory(plain);
        const refused = new Set(mandatory(weakened).filter((violation) => !before.includes(violation)));
        assert.deepEqual([...refused].sort(), [
            "namespace-restricted-label _cluster/Namespace/kato",
            "pss-capabilities kato/StatefulSet/redis-kb",
            "pss-privilege-escalation kato/StatefulSet/redis-kb",
            "pss-privileged kato/StatefulSet/redis-kb",
            "read-only-root-filesystem kato/StatefulSet/redis-kb",
            "secret-placement kato/StatefulSet/redis-kb",
        ]);
    });

    it("is shown in the preview, but for what is secret", () => {
        const body = (name: string): string => {
            const found = weakened.objects.find((object) => object.id === name) ?? assert.fail(name);
            return JSON.stringify(found.body);
        };
        assert.match(body("kato/StatefulSet/redis-kb"), /"privileged":true/);
        assert.match(body("kato/StatefulSet/redis-kb"), /"note":"\[secret\]"/);
        assert.match(body("_cluster/Namespace/kato"), /"pod-security.kubernetes.io\/enforce":"privileged"/);
        assert.doesNotMatch(JSON.stringify([weakened.entries, weakened.objects, weakened.violations]), /canary-4711/);
    });
});

function twin(recording: Recording, { type, name }: Recorded): Recorded {
    return recording.one(`${type}::${name}`);
}

/** Where a value is neither a plain object, a list nor single. */
async function notPlain(value: unknown, path = ""): Promise<string[]> {
    if (pulumi.Output.isInstance(value)) {
        const inside = await valueOf(value);
        return typeof inside === "object" && inside !== null ? [path] : [];
    }
    if (typeof value !== "object" || value === null) {
        return typeof value === "function" ? [path] : [];
    }
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) {
        return [path];
    }
    const inside = Object.entries(value).map(([key, item]) => notPlain(item, `${path}.${key}`));
    return (await Promise.all(inside)).flat();
}

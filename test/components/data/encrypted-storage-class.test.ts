import assert from "node:assert/strict";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import {
    EncryptedStorageClass,
    type EncryptedStorageClassArgs,
} from "../../../components/data/encrypted-storage-class";
import { record, type Recording } from "../../support/record";

const owner = (environment: string) => ({ stack: "test", environment });

const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass::volumes";

function made(args: Partial<EncryptedStorageClassArgs> = {}, opts?: ComponentResourceOptions): Promise<Recording> {
    const given = { owner: owner("production"), aliasName: "production", production: true, ...args };
    return record(() => new EncryptedStorageClass("volumes", given, opts));
}

describe("EncryptedStorageClass", () => {
    let recording: Recording;
    before(async () => {
        recording = await made();
    });

    // Security guide, "Data Protection": encryption at rest enabled. The parameters are those of the EBS CSI driver.
    it("has the EBS CSI driver make encrypted gp3 volumes under a key of our own, which outlive their claims", () => {
        assert.deepEqual(recording.one(CLASS).inputs, {
            apiVersion: "storage.k8s.io/v1",
            kind: "StorageClass",
            metadata: {
                name: "kato-encrypted",
                labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
            },
            provisioner: "ebs.csi.aws.com",
            parameters: { type: "gp3", encrypted: "true", kmsKeyId: "arn-of-volumes" },
            volumeBindingMode: "WaitForFirstConsumer",
            allowVolumeExpansion: true,
            reclaimPolicy: "Retain",
        });
    });

    it("makes that key, named after the stack's name in AWS and tagged with its owner, and nothing else", () => {
        assert.deepEqual(recording.names(), [
            "aws:kms/alias:Alias::volumes",
            "aws:kms/key:Key::volumes",
            "kato:data:EncryptedStorageClass::volumes",
            CLASS,
        ]);
        const { description, tags } = recording.one("aws:kms/key:Key::volumes").inputs;
        assert.deepEqual(tags, { "part-of": "kato-platform", stack: "test", environment: "production" });
        assert.equal(description, "Encrypts the volumes of kato-platform (production)");
        const { name } = recording.one("aws:kms/alias:Alias::volumes").inputs;
        assert.equal(name, "alias/kato-platform-production-volumes");
        const children = recording.resources.filter(({ type }) => type !== "kato:data:EncryptedStorageClass");
        const parents = new Set(children.map(({ parent }) => parent));
        assert.deepEqual([...parents], ["kato:data:EncryptedStorageClass::volumes"]);
    });

    it("makes way for another class of its name, because a class cannot change", async () => {
        const options = new Map<string, unknown>();
        await made(
            {},
            {
                transformations: [
                    ({ type, opts }) => {
                        options.set(type, (opts as CustomResourceOptions).deleteBeforeReplace);
                        return undefined;
                    },
                ],
            },
        );
        assert.equal(options.get("kubernetes:storage.k8s.io/v1:StorageClass"), true);
    });

    it("tells its name", () => {
        assert.deepEqual(recording.one("kato:data:EncryptedStorageClass::volumes").outputs, { name: "kato-encrypted" });
    });

    it("keeps the key in production: what it encrypted could not be read again", async () => {
        const kept = ({ resources }: Recording) =>
            resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete).map(({ type }) => type);
        assert.deepEqual(kept(recording), ["aws:kms/key:Key"]);
        const elsewhere = await made({ owner: owner("staging"), aliasName: "staging-eu", production: false });
        assert.deepEqual(kept(elsewhere), []);
        const { name } = elsewhere.one("aws:kms/alias:Alias::volumes").inputs;
        assert.equal(name, "alias/kato-platform-staging-eu-volumes");
    });

    it("uses the key that is given and makes none", async () => {
        const kmsKeyArn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000";
        const given = await made({ kmsKeyArn });
        assert.deepEqual(given.names(), ["kato:data:EncryptedStorageClass::volumes", CLASS]);
        assert.deepEqual(given.one(CLASS).inputs["parameters"], {
            type: "gp3",
            encrypted: "true",
            kmsKeyId: kmsKeyArn,
        });
    });

    it("lets a transform change the key and the class", async () => {
        const changed = await made({
            transform: {
                key: (args) => {
                    args.multiRegion = true;
                },
                storageClass: (args) => {
                    args.mountOptions = ["noatime"];
                },
            },
        });
        assert.equal(changed.one("aws:kms/key:Key::volumes").inputs["multiRegion"], true);
        assert.deepEqual(changed.one(CLASS).inputs["mountOptions"], ["noatime"]);
    });
});

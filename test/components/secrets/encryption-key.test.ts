import assert from "node:assert/strict";
import { encryptionKey, type EncryptionKeyArgs } from "../../../components/secrets/encryption-key";
import { record, type Recording } from "../../support/record";

const ARGS: EncryptionKeyArgs = {
    encrypts: "the test's data",
    alias: "alias/some-alias",
    owner: { stack: "next", environment: "staging" },
    production: false,
};

function made(
    args: Partial<EncryptionKeyArgs> = {},
    transform?: Parameters<typeof encryptionKey>[2],
): Promise<Recording> {
    return record(() => encryptionKey("data", { ...ARGS, ...args }, transform, {}));
}

describe("encryptionKey", () => {
    it("makes a key that is rotated yearly and can be brought back for thirty days", async () => {
        const recording = await made();
        assert.deepEqual(recording.names(), ["aws:kms/alias:Alias::data", "aws:kms/key:Key::data"]);
        assert.deepEqual(recording.one("aws:kms/key:Key::data").inputs, {
            description: "Encrypts the test's data of kato-platform (staging)",
            enableKeyRotation: true,
            deletionWindowInDays: 30,
            tags: { "part-of": "kato-platform", stack: "next", environment: "staging" },
        });
    });

    it("gives it a name that people find", async () => {
        assert.deepEqual((await made()).one("aws:kms/alias:Alias::data").inputs, {
            name: "alias/some-alias",
            targetKeyId: "key-id-of-data",
        });
    });

    it("protects the key in production, and not its alias", async () => {
        const kept = ({ resources }: Recording) =>
            resources.filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(({ type }) => type);
        assert.deepEqual(kept(await made({ production: true })), ["aws:kms/key:Key"]);
        assert.deepEqual(kept(await made()), []);
    });

    it("lets a transform change the key", async () => {
        const recording = await made({}, (args) => {
            args.multiRegion = true;
        });
        assert.equal(recording.one("aws:kms/key:Key::data").inputs["multiRegion"], true);
    });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { KratosVersion } from "../../../components/identity/kratos-config";
import { kratosCredentials, type KratosGenerations, secretsFile } from "../../../components/identity/kratos-secrets";
import { generated, record, type Recording, valueOf } from "../../support/record";

const FIRST: KratosGenerations = { kratosCookie: 1, kratosCipher: 1, kratosDefault: 1, kratosPagination: 1 };

async function made(generations: KratosGenerations, version: KratosVersion) {
    let file: pulumi.Output<string> | undefined;
    const recording: Recording = await record(() => {
        file = secretsFile(kratosCredentials("kratos", generations, false, {}), version);
    });
    assert.ok(file !== undefined);
    return { recording, file, content: JSON.parse(await valueOf(file)) as unknown };
}

describe("Kratos' secrets", () => {
    it("are 32 random bytes, and exactly 32 characters for the cipher (setup guide, “Required Variables”)", async () => {
        const { recording } = await made(FIRST, "v26.2.0");
        assert.deepEqual(Object.fromEntries(recording.resources.map(({ name, inputs }) => [name, inputs["length"]])), {
            "kratos-cookie-g1": 43,
            "kratos-cipher-g1": 32,
            "kratos-default-g1": 43,
            "kratos-pagination-g1": 43,
        });
    });

    it("are one secret configuration file", async () => {
        const { content, file } = await made(FIRST, "v26.2.0");
        assert.deepEqual(content, {
            secrets: {
                default: [generated("kratos-default-g1", 43)],
                cookie: [generated("kratos-cookie-g1", 43)],
                cipher: [generated("kratos-cipher-g1", 32)],
                pagination: [generated("kratos-pagination-g1", 43)],
            },
        });
        assert.equal(await pulumi.isSecret(file), true);
    });

    it("rotate one by one: the newest first, the one before still accepted, older ones gone", async () => {
        const { content } = await made({ ...FIRST, kratosCookie: 3 }, "v26.2.0");
        assert.deepEqual(content, {
            secrets: {
                default: [generated("kratos-default-g1", 43)],
                cookie: [generated("kratos-cookie-g3", 43), generated("kratos-cookie-g2", 43)],
                cipher: [generated("kratos-cipher-g1", 32)],
                pagination: [generated("kratos-pagination-g1", 43)],
            },
        });
    });

    it("have no pagination key for v1, which refuses it", async () => {
        const { content } = await made(FIRST, "v1.3.1");
        assert.deepEqual(Object.keys((content as { secrets: object }).secrets), ["default", "cookie", "cipher"]);
    });
});

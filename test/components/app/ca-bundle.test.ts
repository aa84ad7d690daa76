import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaBundle, caBundle } from "../../../components/app/ca-bundle";
import type { ServerAuthority } from "../../../components/data/store";
import { ServiceSecret } from "../../../components/secrets/service-secret";
import { workload } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";

async function made(servers: Record<string, ServerAuthority>): Promise<{ bundle: CaBundle; recording: Recording }> {
    let bundle: CaBundle | undefined;
    const recording = await record(() => {
        const of = { workload: workload("kato", "kato"), component: "api" };
        bundle = caBundle("authorities", { ...of, certificate: new ServiceSecret("client-tls"), servers }, {});
    });
    assert.ok(bundle !== undefined);
    return { bundle, recording };
}

describe("caBundle", () => {
    it("mounts no key and makes nothing where every server is ours or a public authority's", async () => {
        const { bundle, recording } = await made({ one: { kind: "internal" }, two: { kind: "public" } });
        assert.deepEqual(recording.names(), []);
        assert.deepEqual(
            bundle.volumes.map(({ name, secret }) => [name, (secret as { items?: unknown } | undefined)?.items]),
            [
                ["ca", undefined],
                ["internal-ca", [{ key: "ca.crt", path: "ca.crt" }]],
            ],
        );
        assert.deepEqual(bundle.mount, { name: "ca", mountPath: "/etc/kato/ca", readOnly: true });
    });

    it("takes the authorities of other teams' servers, one file each", async () => {
        const { bundle, recording } = await made({
            mongodb: { kind: "pem", pem: "one" },
            redis: { kind: "public" },
            qdrant: { kind: "pem", pem: "two" },
        });
        const { data } = recording.one("kubernetes:core/v1:ConfigMap::authorities").inputs;
        assert.deepEqual(data, { "mongodb.crt": "one", "qdrant.crt": "two" });
        assert.deepEqual((bundle.initContainer.args as string[]).slice(-2), [
            "/etc/authorities/external/mongodb.crt",
            "/etc/authorities/external/qdrant.crt",
        ]);
    });

    describe("its command", () => {
        let folder: string;
        let command: string[];
        before(async () => {
            folder = mkdtempSync(join(tmpdir(), "kato-ca-"));
            command = (await made({})).bundle.initContainer.command as string[];
        });
        after(() => {
            rmSync(folder, { recursive: true });
        });
        const path = (name: string) => join(folder, name);
        const run = (...args: string[]) => {
            const [program = "", ...options] = command;
            return spawnSync(program, [...options, ...args], { encoding: "utf8" });
        };

        it("writes them one after the other, whether or not a file ends with a line break", () => {
            writeFileSync(path("public"), "A\n");
            writeFileSync(path("without end"), "B");
            writeFileSync(path("last"), "C\n");
            const { status, stderr } = run(path("bundle"), path("public"), path("without end"), path("last"));
            assert.deepEqual([status, stderr], [0, ""]);
            assert.equal(readFileSync(path("bundle"), "utf8"), "A\n\nB\nC\n\n");
        });

        it("fails, and with it the pod, where one is missing", () => {
            const { status, stderr } = run(path("bundle"), path("nowhere"), path("last"));
            assert.notEqual(status, 0);
            assert.match(stderr, /nowhere/);
        });
    });
});

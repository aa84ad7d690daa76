import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalMongodb, StandaloneMongodb } from "../../../../components/data/mongodb/mongodb";
import type { PodSpec } from "../../../support/pods";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, make, SERVER, STANDALONE } from "./mongodb.fixture";

const SET = "kubernetes:apps/v1:StatefulSet::mongo-kb";
const podOf = (recording: Recording): PodSpec =>
    (recording.one(SET).inputs["spec"] as { template: { spec: PodSpec } }).template.spec;
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const passwordOf = (what: string, generation: number): string => base64(`mongokb${what}g${generation}`.padEnd(43, "0"));

describe("Mongodb, standalone, otherwise configured", () => {
    it("keeps the previous login beside the current one after a raise, and changes nothing in the pod", async () => {
        const at = async (login: number) => await make({ server: { ...STANDALONE, generations: { login, admin: 1 } } });
        const [first, second, third] = [await at(1), await at(2), await at(3)];
        const logins = ({ recording }: typeof first) =>
            recording.one("kubernetes:core/v1:Secret::mongo-kb-logins").inputs["data"];
        assert.deepEqual(
            logins(second),
            secret({ kato_user: passwordOf("login", 1), kato_user_b: passwordOf("login", 2) }),
        );
        assert.deepEqual(
            logins(third),
            secret({ kato_user: passwordOf("login", 3), kato_user_b: passwordOf("login", 2) }),
        );
        assert.equal(second.mongodb.login.user, "kato_user_b");
        assert.equal(third.mongodb.login.user, "kato_user");
        assert.deepEqual(second.recording.one(SET).inputs, first.recording.one(SET).inputs);
        assert.deepEqual(third.recording.one(SET).inputs, first.recording.one(SET).inputs);
    });

    it("keeps admin's previous password for the keeper to log in with once more", async () => {
        const { recording, mongodb } = await make({
            server: { ...STANDALONE, generations: { login: 1, admin: 2 } },
        });
        assert.deepEqual(
            recording.one("kubernetes:core/v1:Secret::mongo-kb-admin").inputs["data"],
            secret({ current: passwordOf("admin", 2), previous: passwordOf("admin", 1) }),
        );
        const current = await valueOf(mongodb.operatorSecrets["mongo_admin_password"]!);
        assert.equal(base64(current), passwordOf("admin", 2));
    });

    for (const [edition, version, image] of [
        ["community", "8.0", "docker.io/library/mongo:8.0.32-noble"],
        ["community", "7.0", "docker.io/library/mongo:7.0.43-jammy"],
        ["percona", "8.0", "docker.io/percona/percona-server-mongodb:8.0.32-14"],
        ["percona", "7.0", "docker.io/percona/percona-server-mongodb:7.0.43-23"],
        ["enterprise", "8.0", "docker.io/mongodb/mongodb-enterprise-server:8.0.12-ubi9"],
        ["enterprise", "7.0", "docker.io/mongodb/mongodb-enterprise-server:7.0.11-ubuntu2204"],
    ] as const) {
        it(`runs ${edition} ${version} as users of our own`, async () => {
            const { recording } = await make({
                server: { ...STANDALONE, edition, version, encryption: false, audit: false },
            });
            const { containers, securityContext } = podOf(recording);
            assert.deepEqual([...new Set(containers.map((container) => container["image"]))], [image]);
            assert.equal((securityContext as { runAsUser: number }).runAsUser, 10010);
            assert.equal((containers[1]?.["securityContext"] as { runAsUser: number }).runAsUser, 10011);
            assert.deepEqual((containers[0]?.["command"] as string[]).slice(-3), [edition, version, "plain"]);
        });
    }

    it("has neither key nor container nor volume for what is off", async () => {
        const { recording, mongodb } = await make({ server: { ...STANDALONE, encryption: false, audit: false } });
        const pod = podOf(recording);
        assert.deepEqual(
            pod.containers.map(({ name }) => name),
            [SERVER.name, KEEPER.name],
        );
        assert.equal("shareProcessNamespace" in pod, false);
        assert.equal("env" in pod.containers[0]!, false);
        const volumes = pod["volumes"] as { name: string; secret?: { items?: { key: string }[] } }[];
        assert.equal(
            volumes.some(({ name }) => name === "audit"),
            false,
        );
        assert.deepEqual(
            volumes.find(({ name }) => name === "keys")?.secret?.items?.map(({ key }) => key),
            ["key-file"],
        );
        assert.deepEqual(recording.names("random:index/randomBytes:RandomBytes"), []);
        assert.deepEqual(
            recording.one("kubernetes:core/v1:Secret::mongo-kb-keys").inputs["data"],
            secret({ "key-file": base64("mongokbkeyfile".padEnd(43, "0")) }),
        );
        assert.deepEqual(Object.keys(mongodb.operatorSecrets), ["mongo_admin_password"]);
        const files = recording.one("kubernetes:core/v1:ConfigMap::mongo-kb").inputs["data"] as object;
        assert.equal("audit.sh" in files, false);
    });

    for (const features of [
        { encryption: true, audit: false },
        { encryption: false, audit: true },
    ]) {
        it(`refuses ${JSON.stringify(features)} on community, before anything is made`, async () => {
            const server: StandaloneMongodb = { ...STANDALONE, edition: "community", ...features };
            await assert.rejects(
                make({ server }),
                /MongoDB community has neither encryption at rest nor an audit log: choose edition percona or enterprise/,
            );
        });
    }
});

describe("Mongodb, external", () => {
    const external: ExternalMongodb = {
        mode: "external",
        host: "cluster.example.com",
        port: 27018,
        srv: true,
        cidrs: ["10.3.0.0/24"],
        database: "knowledge",
        user: "someone",
        password: pulumi.secret("given"),
    };

    it("tells how to log in", async () => {
        const { mongodb } = await make({ server: external });
        assert.equal(mongodb.login.user, "someone");
        assert.equal(await valueOf(pulumi.output(mongodb.login.password)), "given");
        assert.equal(mongodb.database, "knowledge");
        assert.equal(mongodb.srv, true);
        assert.deepEqual(mongodb.operatorSecrets, {});
    });
});

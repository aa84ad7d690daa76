import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { connect } from "node:tls";
import { readFileSync } from "node:fs";
import { type Client, logIn, refusal } from "./client";
import { Pod } from "./pod";

const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;

describe("the keeper of mongo-kb: rotation, without a restart", function () {
    this.timeout(300_000);
    let pod: Pod;
    const admin = randomBytes(16).toString("hex");
    const [first, second, third, fourth] = [1, 2, 3, 4].map(() => randomBytes(16).toString("hex")) as [
        string,
        string,
        string,
        string,
    ];
    const clients: Client[] = [];

    const asApplication = async (user: string, password: string): Promise<Client> => {
        const client = await logIn(pod, user, password);
        clients.push(client);
        return client;
    };
    const reads = (client: Client): Promise<number> => refusal(client.db("kato").command({ find: "patterns" }));
    /** Mounts something while the keeper runs and waits until it has applied it. */
    const change = async (mount: () => void): Promise<void> => {
        const before = pod.keeper?.output ?? "";
        mount();
        await pod.applied(before);
    };

    beforeEach(async () => {
        pod = await Pod.make({ admin: { current: admin }, logins: { kato_user: first } });
        await pod.keep();
    });
    afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.close()));
        await pod.remove();
    });

    it("goes through generations with a client that never fails, and closes the one before the previous", async () => {
        const one = await asApplication("kato_user", first);
        await change(() => pod.mountLogins({ kato_user: first, kato_user_b: second }));
        assert.equal(await reads(one), 0, "the old generation works during the overlap");
        const two = await asApplication("kato_user_b", second);
        assert.equal(await reads(two), 0);

        await change(() => pod.mountLogins({ kato_user: third, kato_user_b: second }));
        assert.equal(await reads(two), 0, "nothing happens to the generation in use");
        assert.equal(await reads(one), UNAUTHORIZED, "sessions of the first generation end with its password");
        assert.equal(await refusal(asApplication("kato_user", first)), AUTHENTICATION_FAILED);
        const three = await asApplication("kato_user", third);
        assert.equal(await reads(three), 0);

        await change(() => pod.mountLogins({ kato_user: third, kato_user_b: fourth }));
        assert.equal(await reads(three), 0);
        assert.equal(await reads(two), UNAUTHORIZED);
        assert.equal(await reads(await asApplication("kato_user_b", fourth)), 0);
    });

    it("drops a login whose password is gone", async () => {
        await change(() => pod.mountLogins({ kato_user: first, kato_user_b: second }));
        const two = await asApplication("kato_user_b", second);
        await change(() => pod.mountLogins({ kato_user: first }));
        assert.equal(await reads(two), UNAUTHORIZED);
        assert.deepEqual(
            pod.mongod.users.all.map(({ user }) => user),
            ["admin", "kato_user"],
        );
    });

    it("gives admin its new password by the previous one, and works on with either mounted", async () => {
        const [newer, newest] = [randomBytes(16).toString("hex"), randomBytes(16).toString("hex")];
        await change(() => pod.mountAdmin({ current: newer, previous: admin }));
        assert.equal(pod.mongod.changes.at(-1), "updateUser admin.admin");
        assert.equal(await refusal(logIn(pod, "admin", admin, "admin")), AUTHENTICATION_FAILED);
        const operator = await logIn(pod, "admin", newer, "admin");
        clients.push(operator);
        const changes = pod.mongod.changes.length;
        await change(() => pod.mountAdmin({ current: newest, previous: newer }));
        assert.equal(pod.mongod.changes.length, changes + 1);
        assert.equal(await refusal(logIn(pod, "admin", newer, "admin")), AUTHENTICATION_FAILED);
        clients.push(await logIn(pod, "admin", newest, "admin"));
    });

    it("serves a renewed certificate and keeps the connections that there are", async () => {
        const client = await asApplication("kato_user", first);
        const before = await serial();
        await change(() => {
            pod.mountCertificate();
        });
        assert.equal(await serial(), pod.authority.lastSerial);
        assert.notEqual(await serial(), before);
        assert.equal(await reads(client), 0);
    });

    it("goes on serving the old certificate when the new one is broken, and says so", async () => {
        const before = await serial();
        const output = pod.keeper?.output ?? "";
        pod.mountBrokenCertificate();
        while (!pod.keeper?.output.slice(output.length).includes("not applied")) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.match(pod.keeper.output, /keeper: InvalidSSLConfiguration: /);
        assert.equal(await serial(), before);
        await change(() => {
            pod.mountCertificate();
        });
        assert.notEqual(await serial(), before);
    });

    const serial = async (): Promise<string> =>
        await new Promise((resolve, reject) => {
            const ca = readFileSync(pod.authority.file);
            const socket = connect({ port: pod.port, host: "localhost", ca }, () => {
                resolve(socket.getPeerCertificate().serialNumber);
                socket.destroy();
            });
            socket.once("error", reject);
        });
});

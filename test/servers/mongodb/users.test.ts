import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type Client, logIn, refusal } from "./client";
import { Pod } from "./pod";

const UNAUTHORIZED = 13;
const AUTHENTICATION_FAILED = 18;

describe("the keeper of mongo-kb: users", function () {
    this.timeout(300_000);
    let pod: Pod;
    const admin = randomBytes(16).toString("hex");
    const password = randomBytes(16).toString("hex");
    const clients: Client[] = [];

    const asApplication = async (user: string, secret: string, database?: string): Promise<Client> => {
        const client = await logIn(pod, user, secret, database);
        clients.push(client);
        return client;
    };
    const summary = () =>
        pod.mongod.users.all.map(({ user, db, roles, mechanisms, restrictions }) => ({
            user: `${db}.${user}`,
            roles,
            mechanisms,
            restrictions,
        }));

    const DEFINED = [
        {
            user: "admin.admin",
            roles: [{ role: "root", db: "admin" }],
            mechanisms: ["SCRAM-SHA-256"],
            restrictions: [{ clientSource: ["127.0.0.1"] }],
        },
        {
            user: "kato.kato_user",
            roles: [{ role: "readWrite", db: "kato" }],
            mechanisms: ["SCRAM-SHA-256"],
            restrictions: [],
        },
    ];

    beforeEach(async () => {
        pod = await Pod.make({ admin: { current: admin }, logins: { kato_user: password } });
    });
    afterEach(async () => {
        await Promise.all(clients.splice(0).map((client) => client.close()));
        await pod.remove();
    });

    it("makes the replica set, then admin, then the login (security guide, MongoDB Authentication)", async () => {
        const { status, output } = await pod.apply();
        assert.equal(status, 0, output);
        assert.equal(output, "");
        assert.deepEqual(summary(), DEFINED);
        assert.deepEqual(pod.mongod.changes, [
            "replSetInitiate",
            "createUser admin.admin",
            "createUser kato.kato_user",
        ]);
    });

    it("lets the login read and write its database and do nothing else", async () => {
        await pod.apply();
        const client = await asApplication("kato_user", password);
        assert.equal(await refusal(client.db("kato").command({ insert: "patterns", documents: [{ _id: 1 }] })), 0);
        assert.equal(await refusal(client.db("kato").command({ find: "patterns" })), 0);
        assert.equal(await refusal(client.db("other").command({ find: "patterns" })), UNAUTHORIZED);
        assert.equal(await refusal(client.db("admin").command({ usersInfo: { forAllDBs: true } })), UNAUTHORIZED);
        assert.equal(await refusal(client.db("kato").command({ createUser: "x", pwd: "y", roles: [] })), UNAUTHORIZED);
    });

    it("refuses a wrong password, a login without one, and kato_user from another database", async () => {
        await pod.apply();
        assert.equal(await refusal(asApplication("kato_user", "wrong")), AUTHENTICATION_FAILED);
        assert.equal(await refusal(asApplication("kato_user_b", password)), AUTHENTICATION_FAILED);
        assert.equal(await refusal(asApplication("kato_user", password, "admin")), AUTHENTICATION_FAILED);
    });

    it("changes nothing when it is run again, and ends no session", async () => {
        await pod.apply();
        const client = await asApplication("kato_user", password);
        const before = pod.mongod.users.all;
        pod.mongod.executed.length = 0;
        const { status, output } = await pod.apply();
        assert.equal(status, 0, output);
        assert.deepEqual(pod.mongod.changes, []);
        assert.deepEqual(pod.mongod.users.all, before);
        assert.equal(pod.mongod.failedLogins, 1, "the first run's attempt to log in as admin, and no other");
        assert.equal(await refusal(client.db("kato").command({ find: "patterns" })), 0);
    });

    it("puts a login's password back that somebody has changed, and ends the sessions of who knew it", async () => {
        await pod.apply();
        pod.mongod.users.update("kato_user", "kato", { pwd: "somebody's" });
        const intruder = await asApplication("kato_user", "somebody's");
        const { status, output } = await pod.apply();
        assert.equal(status, 0, output);
        assert.equal(await refusal(intruder.db("kato").command({ find: "patterns" })), UNAUTHORIZED);
        assert.equal(await refusal(asApplication("kato_user", "somebody's")), AUTHENTICATION_FAILED);
        assert.equal(await refusal(asApplication("kato_user", password)), 0);
    });

    for (const [what, change] of [
        [
            "roles",
            {
                roles: [
                    { role: "readWrite", db: "kato" },
                    { role: "root", db: "admin" },
                ],
            },
        ],
        ["fewer roles", { roles: [] }],
        ["a restriction", { authenticationRestrictions: [{ clientSource: ["10.0.0.1"] }] }],
    ] as const) {
        it(`makes a login anew to which somebody has given ${what}`, async () => {
            await pod.apply();
            pod.mongod.users.update("kato_user", "kato", change);
            const { status, output } = await pod.apply();
            assert.equal(status, 0, output);
            assert.deepEqual(summary(), DEFINED);
            assert.deepEqual(pod.mongod.changes.slice(-2), ["dropUser kato.kato_user", "createUser kato.kato_user"]);
        });
    }

    it("puts admin back in place, without ever dropping it", async () => {
        await pod.apply();
        pod.mongod.users.update("admin", "admin", { roles: [], authenticationRestrictions: [] });
        pod.mongod.users.update("admin", "admin", { roles: [{ role: "root", db: "admin" }] });
        const { status, output } = await pod.apply();
        assert.equal(status, 0, output);
        assert.deepEqual(summary(), DEFINED);
        assert.equal(pod.mongod.changes.at(-1), "updateUser admin.admin");
    });

    it("names users that are not the platform's, in any database, and leaves them alone", async () => {
        await pod.apply();
        pod.mongod.users.create("backup", "admin", { pwd: "x", roles: ["backup"] });
        pod.mongod.users.create("two\nlines", "kato", { pwd: "x", roles: ["readWrite"] });
        const { status, output } = await pod.apply();
        assert.equal(status, 0, output);
        assert.equal(
            output,
            'keeper: user "backup" of database "admin" is not the platform\'s; see docs/runbooks/mongodb.md\n' +
                'keeper: user "two\\nlines" of database "kato" is not the platform\'s; see docs/runbooks/mongodb.md\n',
        );
        assert.equal(pod.mongod.users.all.length, 4);
    });

    it("says what to do when it knows no password of admin, and changes nothing", async () => {
        await pod.apply();
        const before = pod.mongod.users.all;
        pod.mountAdmin({ current: randomBytes(16).toString("hex"), previous: randomBytes(16).toString("hex") });
        const { status, output } = await pod.apply();
        assert.equal(status, 78);
        assert.equal(
            output,
            "keeper: Error: neither password of admin is right, and there are users: the volume is of a deployment whose passwords " +
                "are lost, or somebody has changed this one; see docs/runbooks/mongodb.md\n",
        );
        assert.deepEqual(pod.mongod.users.all, before);
    });

    it("does nothing without a password of admin", async () => {
        pod.mountAdmin({});
        const { status, output } = await pod.apply();
        assert.equal(status, 1);
        assert.match(output, /^keeper: Error: there is no password of admin in .*admin\n$/);
        assert.deepEqual(pod.mongod.executed, []);
    });

    it("waits while the server does not accept connections", async () => {
        await pod.mongod.stop();
        const { status, output } = await pod.apply();
        assert.equal(status, 75);
        assert.equal(output, "keeper: waits until the server accepts connections\n");
    });

    it("talks to no server whose certificate it cannot verify", async () => {
        pod.mountStrangersAuthority();
        const { status, output } = await pod.apply();
        assert.equal(status, 1);
        assert.match(output, /^keeper: MongoNetworkError: .*(certificate|self.signed)/);
        assert.deepEqual(pod.mongod.executed, []);
    });
});

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { logIn } from "./client";
import { Pod } from "./pod";

interface Situation {
    readonly admin: Readonly<Record<string, string>>;
    readonly logins: Readonly<Record<string, string>>;
}

describe("the keeper of mongo-kb, interrupted", function () {
    this.timeout(300_000);
    const [a, b, one, two, three] = [1, 2, 3, 4, 5].map(() => randomBytes(16).toString("hex")) as [
        string,
        string,
        string,
        string,
        string,
    ];

    /** The end that it comes to: the users, whom the mounted passwords let in. */
    const state = async (pod: Pod, { admin, logins }: Situation) => {
        await (await logIn(pod, "admin", admin["current"] ?? "", "admin")).close();
        for (const [user, password] of Object.entries(logins)) {
            await (await logIn(pod, user, password)).close();
        }
        return pod.mongod.users.all.map(({ user, db, roles, restrictions, mechanisms }) => ({
            user: `${db}.${user}`,
            roles,
            restrictions,
            mechanisms,
        }));
    };

    const make = async (from: Situation | undefined, to: Situation): Promise<Pod> => {
        const pod = await Pod.make(from ?? to);
        if (from !== undefined) {
            assert.equal((await pod.apply()).status, 0);
            pod.mountAdmin(to.admin);
            pod.mountLogins(to.logins);
        }
        return pod;
    };

    for (const [what, from, to, expectedChanges] of [
        [
            "the first start",
            undefined,
            { admin: { current: a }, logins: { kato_user: one } },
            ["replSetInitiate", "createUser admin.admin", "createUser kato.kato_user"],
        ],
        [
            "a rotation of everything",
            { admin: { current: a }, logins: { kato_user: one, kato_user_b: two } },
            { admin: { current: b, previous: a }, logins: { kato_user: three } },
            [
                "updateUser admin.admin",
                "dropUser kato.kato_user",
                "createUser kato.kato_user",
                "dropUser kato.kato_user_b",
            ],
        ],
    ] as const) {
        // What only reads leaves the server as the change before it did.
        it(`comes to the same end when ${what} is killed after any of its changes`, async () => {
            const whole = await make(from, to);
            const already = whole.mongod.changes.length;
            assert.equal((await whole.apply()).status, 0);
            const expected = await state(whole, to);
            const changes = whole.mongod.changes.slice(already);
            await whole.remove();
            assert.deepEqual(changes, expectedChanges);

            for (let at = 1; at <= changes.length; at++) {
                const pod = await make(from, to);
                try {
                    await killedAfter(pod, already + at);
                    const { status, output } = await pod.apply();
                    assert.equal(status, 0, `killed after ${changes[at - 1] ?? ""}: ${output}`);
                    assert.deepEqual(await state(pod, to), expected, `killed after ${changes[at - 1] ?? ""}`);
                } finally {
                    await pod.remove();
                }
            }
        });
    }

    /** Runs `apply.sh` and kills it, as a lost node would, when the server has made the n-th change. */
    const killedAfter = async (pod: Pod, changes: number): Promise<void> => {
        const running = pod.startApply();
        pod.mongod.onCommand = (when) => {
            if (when === "after" && pod.mongod.changes.length === changes) {
                process.kill(-running.pid, "SIGKILL");
            }
        };
        assert.equal(await running.end(30_000), "SIGKILL", running.output);
        pod.mongod.onCommand = undefined;
    };
});

import assert from "node:assert/strict";
import { aclFile, aclUser, INTERNAL_USERS, LOGIN } from "../../../../components/data/redis/users";

describe("The ACL file of Redis", () => {
    it("says first that the user whom everybody is at first can do nothing", () => {
        assert.equal(aclFile(["user probe on"]), "user default off\nuser probe on\n");
    });

    it("has the SHA-256 hash of each password, as the server compares it, and never a password", () => {
        // `printf %s password | sha256sum` and the same of `other`.
        const line = aclUser("probe", ["password", "other"]);
        assert.equal(
            line,
            "user probe on " +
                "#5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 " +
                "#d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa " +
                "+ping",
        );
    });

    // Security guide, "Redis Security" has `~* +@all`; "GDPR Compliance" calls KEYS.
    it("gives the application its types, and of what is dangerous KEYS alone", () => {
        const [, , , ...rules] = aclUser(LOGIN, []).split(" ");
        assert.deepEqual(rules.slice(0, 2), ["~*", "&*"]);
        assert.equal(aclUser(LOGIN, []).split(" ")[1], "kato_user");
        const given = rules.filter((rule) => rule.startsWith("+@"));
        assert.deepEqual(given, [
            "+@connection",
            "+@keyspace",
            "+@string",
            "+@hash",
            "+@list",
            "+@set",
            "+@sortedset",
            "+@stream",
            "+@pubsub",
            "+@transaction",
        ]);
        // Rules apply from left to right.
        const taken = rules.indexOf("-@dangerous");
        assert.equal(rules[taken - 1], "-@admin");
        assert.ok(given.every((rule) => rules.indexOf(rule) < taken));
        assert.deepEqual(rules.slice(taken + 1), [
            "+keys",
            "+time",
            "+eval",
            "+eval_ro",
            "+evalsha",
            "+evalsha_ro",
            "+script|exists",
            "+script|load",
        ]);
    });

    it("gives the pod's own users no key and no channel", () => {
        assert.deepEqual([...INTERNAL_USERS], ["probe", "keeper", "operator"]);
        for (const user of INTERNAL_USERS) {
            assert.doesNotMatch(aclUser(user, []), /[~&%]|@|allkeys|nopass/);
        }
    });
});

import assert from "node:assert/strict";
import { judge } from "./judge";
import { cases } from "./cases";
import { PRODUCTION } from "./situation";

function messages(rule: string, what: string): string[] {
    const of = cases.find((one) => one.rule === rule)?.fails.find((one) => one.what === what);
    return judge(of?.resources ?? [], PRODUCTION)
        .filter((violation) => violation.rule === rule)
        .map(({ message }) => message);
}

describe("messages of the rules about data and AWS", () => {
    it("say what is wrong with a connection and nothing of its URL", () => {
        const connections = cases.find(({ rule }) => rule === "database-url-tls");
        const all = (connections?.fails ?? []).flatMap(({ what }) => messages("database-url-tls", what));
        assert.ok(all.length > 50);
        assert.deepEqual(
            all.filter((message) => /\$\(PASSWORD\)|kratos-postgres|db\.example|kato\.svc|mail\.example/.test(message)),
            [],
        );
        assert.deepEqual(messages("database-url-tls", "a Secret"), [
            "data.dsn: found a postgres URL without sslmode, expected TLS with the server verified. Write: sslmode=verify-full",
        ]);
    });

    it("name the statement of a policy", () => {
        assert.deepEqual(messages("aws-public-policy", "all of KMS to a role"), [
            'policy: found statement "EnableIAM", which allows kms:* to others than the account itself, ' +
                "expected no more than is needed. Write: the principals, actions and resources that are needed, by name",
        ]);
        assert.match(messages("aws-public-policy", "a role for any token")[0] ?? "", /found statement 1, which takes/);
    });

    it("name the setting of a store, and nothing else of its file", () => {
        assert.deepEqual(messages("store-authentication", "an ACL file in a Secret"), [
            'data["users.acl"]: found no line about the user default, expected user default off. Write: user default off',
        ]);
    });
});

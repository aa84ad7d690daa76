import assert from "node:assert/strict";
import { isSecret } from "@pulumi/pulumi";
import { parse } from "yaml";
import { type ConfigSource, fullKey, loadConfig } from "../../../config";
import { standIn } from "../../../config/source";
import { ecKey, keyPem } from "../../support/pki";
import { errorOf, projectDirectory, settingsOf } from "../stacks";
import { authority, goodChain, goodKey, intermediate, leaf, NOW, root } from "./fixtures";

/** The prod stack in another environment, with a certificate of its own. */
function source(
    secrets: Record<string, string>,
    patch: Partial<ConfigSource> = {},
    environment = "staging",
): ConfigSource {
    const settings = parse(`
        hosts: { kato: kato.karima.com }
        certificates: { issuer: provided }`) as object;
    const kratos = { ...(settingsOf("prod")["kratos"] as object), additionalHosts: [] };
    const values = { ...settingsOf("prod"), environment, kratos, edge: settings, smtpPassword: "set", ...secrets };
    return {
        stack: "prod",
        values: Object.fromEntries(
            Object.entries(values).map(([key, value]) => [
                key.includes(":") ? key : fullKey(key),
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
        secretKeys: new Set(["smtpPassword", ...Object.keys(secrets)].map(fullKey)),
        projectDirectory,
        ...patch,
    };
}

const good = { edgeCertificate: goodChain + root.pem, edgePrivateKey: goodKey };

describe("a stack's own certificate", () => {
    it("is accepted, and comes out with its key as secrets", async () => {
        const { edge, edgeCertificate, edgePrivateKey } = loadConfig(source(good), NOW);
        assert.deepEqual(edge.certificates, { issuer: "provided", ocspResponder: false });
        assert.ok(edgeCertificate !== undefined && (await isSecret(edgeCertificate)));
        assert.ok(edgePrivateKey !== undefined && (await isSecret(edgePrivateKey)));
        const values = await new Promise((resolve) => edgeCertificate.apply(resolve));
        assert.equal(values, good.edgeCertificate);
    });

    it("may name a responder", () => {
        const named = leaf({ ocsp: "http://ocsp.karima.com/" }) + intermediate.pem + root.pem;
        const { edge } = loadConfig(source({ ...good, edgeCertificate: named }), NOW);
        assert.deepEqual(edge.certificates, { issuer: "provided", ocspResponder: true });
    });

    it("is told with everything else that is wrong, line by line, and never a part of the key", () => {
        const key = keyPem(ecKey());
        const wrong = source({ edgeCertificate: leaf({ hosts: ["auth.karima.com"] }), edgePrivateKey: key });
        const { message, problems } = errorOf(() => loadConfig({ ...wrong, values: withLevel(wrong, "loud") }, NOW));
        assert.deepEqual(problems.slice(1), [
            {
                path: "edgeCertificate",
                found:
                    "a certificate that is not for kato.karima.com\n" +
                    'a chain that ends too early: the certificate of "Intermediate" is missing',
                expected:
                    "one whose names (subjectAltName; browsers do not look at CN) cover auth.karima.com, kato.karima.com\n" +
                    "every certificate up to a public authority's, which itself may be left out",
                fix: "pulumi config set --secret edgeCertificate --stack prod < chain.pem",
            },
            {
                path: "edgePrivateKey",
                found: "the key of another certificate",
                expected: "the key that the request for `edgeCertificate` was made with",
                fix: "pulumi config set --secret edgePrivateKey --stack prod < kato.key",
            },
        ]);
        assert.equal(problems[0]?.path, "kratos.log.level");
        for (const line of key.split("\n").filter((each) => each !== "" && !each.startsWith("-----"))) {
            assert.ok(!message.includes(line));
        }
    });

    it("is of a public authority in production", () => {
        const { problems } = errorOf(() => loadConfig(source(good, {}, "production"), NOW));
        assert.deepEqual(
            problems.filter(({ path }) => path.startsWith("edge")).map(({ path, found }) => [path, found]),
            [["edgeCertificate", "a chain of an authority of your own"]],
        );
    });

    it("is asked for where it is missing", () => {
        const { problems } = errorOf(() => loadConfig(source({ edgePrivateKey: goodKey }), NOW));
        assert.deepEqual(problems, [
            {
                path: "edgeCertificate",
                found: "nothing",
                expected: "a secret, because `edge.certificates.issuer` is `provided`",
                fix: "pulumi config set --secret edgeCertificate --stack prod < chain.pem",
            },
        ]);
    });

    it("is not looked at where it is withheld, as in a preview", () => {
        const stands = { edgeCertificate: standIn("edgeCertificate"), edgePrivateKey: standIn("edgePrivateKey") };
        const withheld = new Set(Object.keys(stands).map(fullKey));
        assert.doesNotThrow(() => loadConfig(source(stands, { withheld }), NOW));
        assert.deepEqual(
            errorOf(() => loadConfig(source(stands), NOW)).problems.map(({ path, found }) => [path, found]),
            [
                ["edgeCertificate", "text without a certificate"],
                ["edgePrivateKey", "text without a private key"],
            ],
        );
    });

    it("is not looked at where nothing uses it", () => {
        const unused = source({ edgeCertificate: "nothing", edgePrivateKey: "nothing" });
        const edge = JSON.stringify({ hosts: { kato: "kato.karima.com" }, certificates: { email: "a@karima.com" } });
        const config = loadConfig({ ...unused, values: { ...unused.values, [fullKey("edge")]: edge } }, NOW);
        assert.deepEqual([config.edgeCertificate, config.edgePrivateKey], [undefined, undefined]);
    });

    it("is told once what several flaws have in common, and not spoken of besides", () => {
        const said: string[] = [];
        const past = { from: new Date("2025-01-01T00:00:00Z"), to: new Date("2026-01-01T00:00:00Z") };
        const old = leaf(past) + authority({ ...past, key: intermediate.key }).pem + root.pem;
        const late = source({ ...good, edgeCertificate: old }, { warn: (text) => said.push(text) });
        const { problems } = errorOf(() => loadConfig(late, NOW));
        assert.equal(
            problems[0]?.found,
            "certificate 1 of the chain, which has expired on 2026-01-01\n" +
                "certificate 2 of the chain, which has expired on 2026-01-01",
        );
        assert.equal(problems[0].expected, "one that is valid today");
        assert.deepEqual(said, []);
    });

    const ends: [string, string[]][] = [
        [
            "2026-12-06T11:59:59Z",
            ["The certificate of the edge (edgeCertificate) expires on 2026-12-06, and nothing renews it."],
        ],
        ["2026-12-06T12:00:00Z", []],
    ];
    for (const [to, expected] of ends) {
        it(`is spoken of ${expected.length === 0 ? "not yet 14 days" : "less than 14 days"} before it ends`, () => {
            const said: string[] = [];
            const soon = leaf({ to: new Date(to) }) + intermediate.pem + root.pem;
            loadConfig(source({ ...good, edgeCertificate: soon }, { warn: (text) => said.push(text) }), NOW);
            // The stack also has examples left, which is said as well.
            assert.deepEqual(
                said.filter((text) => text.includes("certificate")),
                expected,
            );
        });
    }
});

function withLevel({ values }: ConfigSource, level: string): Record<string, string> {
    const kratos = JSON.parse(values[fullKey("kratos")] ?? "") as object;
    return { ...values, [fullKey("kratos")]: JSON.stringify({ ...kratos, log: { level } }) };
}

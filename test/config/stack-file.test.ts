import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConfigError } from "../../config";
import { readStackFile, type StackFile } from "../../config/stack-file/read";
import { errorOf } from "./stacks";

/** Values as they are written, and what they are to Pulumi. */
const pulumiReads: readonly (readonly [string, string | number | boolean | null])[] = [
    ["007", 7],
    ["010", 8],
    ["08", 8],
    ["1_0", 10],
    ["1_000_000", 1_000_000],
    ["0x1F", 31],
    ["0o17", 15],
    ["0b11", 3],
    ["-0b11", -3],
    ["+5", 5],
    [".5", 0.5],
    ["1.50", 1.5],
    ["1e3", 1000],
    ["100000000000000000000", 100_000_000_000_000_000_000],
    ["12345678901234567890123", 1.2345678901234568e22],
    ["yes", "yes"],
    ["N", "N"],
    ["True", true],
    ["22:15", "22:15"],
    ["1.2.3", "1.2.3"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["500m", "500m"],
    ["2026-11-29", "2026-11-29 00:00:00 +0000 UTC"],
    ["2026-1-9", "2026-01-09 00:00:00 +0000 UTC"],
    ["'010'", "010"],
    ["!!str 010", "010"],
    ["~", null],
];

describe("readStackFile", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "stacks-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function read(text: string, overrides: readonly string[] = []): StackFile {
        const path = join(folder, "Pulumi.test.yaml");
        writeFileSync(path, text);
        return readStackFile(path, overrides);
    }

    function failure(text: string, overrides: readonly string[] = []): ConfigError {
        return errorOf(() => read(text, overrides));
    }

    it("hands values out as Pulumi does: plain ones as text, objects and lists as JSON", () => {
        const text = `
config:
  kato-platform:environment: development
  kato-platform:number: 007
  kato-platform:switch: yes
  kato-platform:object: { count: 2, on: true, text: "2" }
  kato-platform:list: [a, b]
  kato-platform:nothing:
  aws:region: us-east-1
`;
        const { stack, values, secretKeys, secure } = read(text);
        assert.equal(stack, "test");
        assert.deepEqual(values, {
            "kato-platform:environment": "development",
            "kato-platform:number": "7",
            "kato-platform:switch": "yes",
            "kato-platform:object": '{"count":2,"on":true,"text":"2"}',
            "kato-platform:list": '["a","b"]',
            "kato-platform:nothing": "",
            "aws:region": "us-east-1",
        });
        assert.deepEqual([...secretKeys], []);
        assert.deepEqual(secure, []);
    });

    it("gives keys without a namespace to the project, as Pulumi does", () => {
        assert.deepEqual(read("config: { environment: staging }").values, { "kato-platform:environment": "staging" });
    });

    it("tells encrypted values from the others without decrypting them", () => {
        const { values, secretKeys, secure } = read(`
config:
  kato-platform:smtpPassword: { secure: v1:c2VhbGVk }
  kato-platform:kratos: { smtp: { user: apikey, password: { secure: v1:c2VhbGVk } } }
  kato-platform:other: { secure: v1:c2VhbGVk, and: more }
`);
        assert.deepEqual(values, {
            "kato-platform:kratos": '{"smtp":{"password":"[encrypted]","user":"apikey"}}',
            "kato-platform:other": '{"and":"more","secure":"v1:c2VhbGVk"}',
        });
        assert.deepEqual([...secretKeys], ["kato-platform:smtpPassword", "kato-platform:kratos"]);
        assert.deepEqual(secure, ["kato-platform:smtpPassword"]);
    });

    it("resolves anchors and merge keys", () => {
        const text = `
config:
  kato-platform:a: &shared { b: 1, c: 2 }
  kato-platform:d: *shared
  kato-platform:e: { <<: *shared, c: 3 }
  kato-platform:f: { <<: [*shared, { g: 4 }] }
`;
        const { values } = read(text);
        assert.equal(values["kato-platform:d"], '{"b":1,"c":2}');
        assert.equal(values["kato-platform:e"], '{"b":1,"c":3}');
        assert.equal(values["kato-platform:f"], '{"b":1,"c":2,"g":4}');
    });

    // What `pulumi config --json` of CLI 3.259 says of each; the engine tier asks it again.
    for (const [written, meant] of pulumiReads) {
        it(`reads ${written} as Pulumi does`, () => {
            const { values } = read(`config: { top: ${written}, in: [${written}] }`);
            assert.equal(
                values["kato-platform:top"],
                typeof meant === "string" ? meant : meant === null ? "" : JSON.stringify(meant),
            );
            assert.equal(values["kato-platform:in"], JSON.stringify([meant]));
        });
    }

    it("hands objects out with sorted keys, as the engine does", () => {
        assert.equal(
            read("config: { a: { c: 1, b: [{ z: 1, y: 2 }] } }").values["kato-platform:a"],
            '{"b":[{"y":2,"z":1}],"c":1}',
        );
    });

    it("names the environments of Pulumi ESC that it does not see", () => {
        assert.deepEqual(read("config: { a: 1 }").environments, []);
        assert.deepEqual(
            read("environment: [acme/prod, { acme/more: { merge: false } }]\nconfig: { a: 1 }").environments,
            ["acme/prod", "acme/more"],
        );
        assert.deepEqual(read("environment: { imports: [acme/prod], values: { a: 1 } }").environments, ["acme/prod"]);
        assert.deepEqual(read("environment: { values: { a: 1 } }").environments, ["written in the file"]);
    });

    it("takes thousands of aliases, and refuses one that stands in what it refers to", () => {
        const many = Array.from({ length: 3000 }, () => "*a").join(", ");
        assert.equal(
            (JSON.parse(read(`config: { a: &a { b: 1 }, c: [${many}] }`).values["kato-platform:c"] ?? "") as []).length,
            3000,
        );
        const { problems } = failure("config:\n  a: &a\n    b: [*a]\n");
        assert.equal(problems[0]?.path, "Pulumi.test.yaml:3");
        assert.match(problems[0].found ?? "", /an alias stands in what it refers to/);
    });

    it("refuses aliases of aliases that would fill the memory", () => {
        const levels = Array.from(
            { length: 9 },
            (_, i) => `  l${i + 1}: &l${i + 1} [${Array.from({ length: 9 }, () => `*l${i}`).join()}]`,
        );
        assert.match(failure(`config:\n  l0: &l0 [x]\n${levels.join("\n")}\n`).message, /alias/i);
    });

    it("accepts a file without settings", () => {
        assert.deepEqual(read("").values, {});
        assert.deepEqual(read("config:").values, {});
        assert.deepEqual(read("secretsprovider: passphrase").values, {});
    });

    describe("overrides", () => {
        const text = "config: { kato-platform:kratos: { log: { level: info }, allowedOrigins: [https://a.net] } }";
        const kratos = (...overrides: string[]): unknown =>
            JSON.parse(read(text, overrides).values["kato-platform:kratos"] ?? "");

        it("reach into objects and lists", () => {
            assert.deepEqual(kratos("kratos.log.level=debug", "kato-platform:kratos.allowedOrigins[1]=https://b.net"), {
                log: { level: "debug" },
                allowedOrigins: ["https://a.net", "https://b.net"],
            });
        });

        it("make the objects and lists on the way", () => {
            assert.deepEqual(kratos("kratos.additionalHosts[0]=a.net", "kratos.smtp.host=b.net"), {
                log: { level: "info" },
                allowedOrigins: ["https://a.net"],
                additionalHosts: ["a.net"],
                smtp: { host: "b.net" },
            });
        });

        it("have the types that `pulumi config set --path` gives them", () => {
            const typed = kratos(
                "kratos.a=true",
                "kratos.b=3",
                "kratos.c=007",
                "kratos.d=1.5",
                "kratos.e=x=y",
                "kratos.f=",
            );
            assert.deepEqual(typed, {
                log: { level: "info" },
                allowedOrigins: ["https://a.net"],
                a: true,
                b: 3,
                c: "007",
                d: "1.5",
                e: "x=y",
                f: "",
            });
        });

        it("of a whole key are text", () => {
            assert.equal(read(text, ["environment=3"]).values["kato-platform:environment"], "3");
            assert.equal(read(text, ["aws:region=eu-west-1"]).values["aws:region"], "eu-west-1");
        });

        it("replace an encrypted value", () => {
            const { values, secure } = read("config: { smtpPassword: { secure: v1:x } }", ["smtpPassword=typed"]);
            assert.equal(values["kato-platform:smtpPassword"], "typed");
            assert.deepEqual(secure, []);
        });

        for (const malformed of ["kratos.log.level", "=debug", "kratos..level=debug", "[0]=x", "kratos.smtp pass=x"]) {
            it(`are refused when malformed: ${malformed}`, () => {
                assert.deepEqual(
                    failure(text, [malformed]).problems.map(({ path }) => path),
                    ["--config"],
                );
            });
        }

        it("are refused without showing the value", () => {
            assert.doesNotMatch(failure(text, ["a b=plain-password"]).message, /plain-password/);
            assert.doesNotMatch(failure(text, ["plain-password"]).message, /plain-password/);
        });
    });

    describe("refuses", () => {
        it("a file that does not exist, and names the stacks that do", () => {
            writeFileSync(join(folder, "Pulumi.yaml"), "");
            writeFileSync(join(folder, "Pulumi.prod.yaml"), "");
            writeFileSync(join(folder, "Pulumi.dev.yaml"), "");
            const { problems, message } = errorOf(() => readStackFile(join(folder, "Pulumi.prd.yaml")));
            assert.equal(problems[0]?.expected, "one of the stacks that exist: dev, prod");
            assert.equal(problems[0].fix, "--stack prod");
            assert.match(message, /Pulumi\.prd\.yaml/);
        });

        it("a folder, and a file in a folder that does not exist", () => {
            mkdirSync(join(folder, "Pulumi.test.yaml"));
            assert.match(errorOf(() => readStackFile(join(folder, "Pulumi.test.yaml"))).message, /no file/);
            assert.match(errorOf(() => readStackFile(join(folder, "none", "Pulumi.a.yaml"))).message, /no file/);
        });

        it("YAML that is broken, by line and without quoting it", () => {
            const error = failure("config:\n  kato-platform:environment: dev\n  smtpPassword: plain: password\n");
            assert.equal(error.problems[0]?.path, "Pulumi.test.yaml:3");
            assert.match(error.message, /Nested mappings are not allowed/);
            assert.doesNotMatch(error.message, /plain|\bat .*:\d+/);
        });

        it("tabs, keys given twice and anchors that do not exist", () => {
            assert.equal(failure("config:\n\ta: 1").problems[0]?.path, "Pulumi.test.yaml:2");
            assert.equal(failure("config:\n  a: 1\n  a: 2").problems[0]?.path, "Pulumi.test.yaml:3");
            assert.equal(failure("config: { a: { b: *none } }").problems[0]?.path, "Pulumi.test.yaml:1");
        });

        it("settings that are no object", () => {
            assert.deepEqual(failure("config: 5").problems[0]?.path, "config");
            assert.deepEqual(failure("- config").problems[0]?.path, "config");
            assert.deepEqual(failure("config: [a]").problems[0]?.path, "config");
        });
    });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { ESLint } from "eslint";

const ROOT = join(__dirname, "..", "..");

describe("The layer rule", () => {
    let eslint: ESLint;
    before(() => {
        eslint = new ESLint({
            cwd: ROOT,
            // The rule needs no types, and loading them would take longer than all other tests.
            ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
            overrideConfig: {
                languageOptions: { parserOptions: { projectService: false } },
                linterOptions: { reportUnusedDisableDirectives: "off" },
            },
        });
    });

    async function messages(file: string, code: string): Promise<string[]> {
        const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) });
        return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? "parser"}: ${message}`);
    }

    async function refused(file: string, code: string, why: RegExp): Promise<void> {
        const found = await messages(file, code);
        assert.equal(found.length, 1, `${file}: ${code}\n${found.join("\n")}`);
        assert.match(String(found[0]), why);
    }

    async function accepted(file: string, code: string): Promise<void> {
        assert.deepEqual(await messages(file, code), [], `${file}: ${code}`);
    }

    it("refuses a higher layer, a type of it too", async () => {
        const higher: [layer: string, imported: string][] = [
            ["workload", "../network/connections"],
            ["workload", "../secrets/credential"],
            ["network", "../certificates/internal-ca"],
            ["secrets", "../data/postgres"],
            ["certificates", "../data/postgres"],
            ["data", "../identity/kratos"],
            ["data", "../app/kato"],
            ["identity", "../edge/ingress"],
            ["edge", "../operations/backup"],
        ];
        for (const [layer, imported] of higher) {
            const file = `components/${layer}/example.ts`;
            const why = new RegExp(`components/${layer} must not import a higher layer`);
            await refused(file, `import { x } from "${imported}";`, why);
            await refused(file, `import type { x } from "${imported}";`, why);
        }
    });

    it("refuses a higher layer from a folder inside a layer", async () => {
        const why = /components\/data must not import a higher layer/;
        await refused("components/data/postgres/example.ts", 'import { x } from "../../identity/kratos";', why);
    });

    it("refuses layers of the same rank to each other", async () => {
        await refused("components/network/example.ts", 'import { x } from "../secrets/urls";', /must not import/);
        await refused("components/secrets/example.ts", 'import { x } from "../network/dns";', /must not import/);
        await refused("components/identity/example.ts", 'import { x } from "../app/kato";', /must not import/);
    });

    it("accepts lower layers and one's own", async () => {
        await accepted("components/network/example.ts", 'import { x } from "../workload/identity";');
        await accepted("components/certificates/example.ts", 'import { x } from "../secrets/service-secret";');
        await accepted("components/data/example.ts", 'import { x } from "../certificates/internal-ca";');
        await accepted("components/data/example.ts", 'import { x } from "./postgres/logins";');
        await accepted("components/identity/example.ts", 'import type { x } from "../data/postgres";');
        await accepted("components/platform.ts", 'import { x } from "./identity/kratos";');
    });

    it("keeps the configuration, the commands and the policies out of components", async () => {
        const why = /Components take arguments/;
        for (const imported of ["../../config", "../../config/types", "../platform", "../../cli/preview/program/run"]) {
            await refused("components/identity/example.ts", `import { x } from "${imported}";`, why);
        }
        await refused("components/identity/example.ts", 'import { x } from "../../policies/engine/rule";', why);
    });

    it("keeps what is below from importing what is above", async () => {
        const above: [file: string, imported: string, why: RegExp][] = [
            ["kubernetes/example.ts", "../environments", /the ground floor/],
            ["kubernetes/example.ts", "../config/path", /the ground floor/],
            ["config/rules/example.ts", "../../policies/engine/rule", /knows kubernetes\/ alone/],
            ["components/example.ts", "../cli/shared/exit", /neither policies nor commands/],
            ["policies/example.ts", "../components/platform", /judge whatever comes/],
            ["policies/engine/example.ts", "../rules", /is given its rules/],
            ["policies/engine/example.ts", "../../config/load", /is given its rules/],
            ["policies/rules/pods/example.ts", "../../pack/pack", /read by the engine/],
        ];
        for (const [file, imported, why] of above) {
            await refused(file, `import { x } from "${imported}";`, why);
            await refused(file, `import type { x } from "${imported}";`, why);
        }
    });

    it("accepts what is below", async () => {
        await accepted("config/example.ts", 'import { x } from "../kubernetes/quantity";');
        await accepted("components/data/example.ts", 'import { x } from "../../kubernetes/field";');
        await accepted("policies/engine/example.ts", 'import { closest } from "../../config/suggest";');
        await accepted("policies/rules/pods/example.ts", 'import { x } from "../../engine/rule";');
        await accepted("cli/example.ts", 'import { x } from "../policies/rules";');
    });

    it("refuses to load a whole SDK, everywhere; types cost nothing", async () => {
        for (const file of ["components/data/example.ts", "components/platform.ts", "cli/example.ts", "index.ts"]) {
            for (const sdk of ["kubernetes", "aws", "random"]) {
                await refused(file, `import * as sdk from "@pulumi/${sdk}";`, /Import the module that holds/);
                await accepted(file, `import type { types } from "@pulumi/${sdk}";`);
            }
            await accepted(file, 'import * as core from "@pulumi/kubernetes/core/v1";');
        }
    });
});

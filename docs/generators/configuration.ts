import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { fullKey, secretKeys } from "../../config";
import { encrypt, set } from "../../config/finding";
import { formatPath } from "../../config/path";
import { settings, stackSchema } from "../../config/schema";
import { secretValues } from "../../config/schema/secrets";
import { allSettings, exampleOf, node, requirements, type Setting } from "../../config/schema/walk";
import { katoVariables } from "../../config/kato-variables";
import { kratosVariables, type SeedVariable } from "../../config/seed-variables";
import { accepted, code, isObject, preset, table } from "./setting-text";

/** The text around the tables. */
const template = join(__dirname, "configuration.template.md");

/** The text of docs/configuration.md. */
export function configurationPage(): string {
    const parts: Record<string, string> = {
        settings: Object.keys(settings).map(area).join("\n"),
        secrets: secretTable(),
        kratosVariables: kratosVariableTable(),
        katoVariables: katoVariableTable(),
    };
    return readFileSync(template, "utf8").replace(/<!-- (\w+) -->/g, (_, name: string) => {
        const part = parts[name];
        if (part === undefined) throw new Error(`${template} asks for ${name}, which nothing generates`);
        return part;
    });
}

/** One top-level key: what it is, its settings, and a command for the first of them. */
function area(key: string): string {
    const [top, ...below] = [...allSettings(stackSchema)].filter(({ path: [first] }) => first === key);
    if (top === undefined) throw new Error(`No setting ${key}`);
    const description = below.length === 0 ? "" : (top.node.meta.description ?? "");
    const shown = below.length === 0 ? [top] : below;
    const first = shown.find((setting) => !isObject(setting.node)) ?? top;
    return [`### ${fullKey(key)}`, description, rows(shown), command(first), ""].join("\n\n");
}

function rows(shown: readonly Setting[]): string {
    return table(
        ["key", "accepted", "default", "meaning"],
        shown.map((setting) => [
            code(formatPath(setting.path)),
            accepted(setting.node),
            preset(setting),
            `${setting.node.meta.description ?? ""}${setting.variant === undefined ? "" : ` Only with ${code(setting.variant)}.`}`,
        ]),
    );
}

function command({ path, node: of }: Setting): string {
    const [first] = of.core instanceof z.ZodArray ? requirements(of.core, path) : [{ path, value: exampleOf(of) }];
    return first === undefined ? "" : fence(set(first.path, first.value)("STACK"));
}

function fence(text: string): string {
    return ["```sh", text, "```"].join("\n");
}

function secretTable(): string {
    return table(
        ["key", "meaning", "how to set it"],
        secretKeys.map((key) => [
            code(fullKey(key)),
            node(secretValues[key]).meta.description ?? "",
            code(encrypt(key)("STACK")),
        ]),
    );
}

/** The setup guide's "Environment Variables Required", both tables. */
function kratosVariableTable(): string {
    return table(
        ["variable", "in the guide", "setting of Kratos", "key here", ""],
        kratosVariables.map(({ variable, required, kratosSetting, keys, note }) => [
            code(variable),
            required ? "required" : "optional",
            code(kratosSetting),
            keyList(keys),
            note,
        ]),
    );
}

/** The security guide's, from all over it. */
function katoVariableTable(): string {
    return table(
        ["variable", "key here", ""],
        katoVariables.map(({ variable, keys, note }) => [code(variable), keyList(keys), note]),
    );
}

function keyList(keys: SeedVariable["keys"]): string {
    return keys.map((key) => code(formatPath(key))).join(", ");
}

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { pages, typed } from "../../docs/commands/pages";
import { inProject, succeeded } from "../support/scenario";

/** What README.md and the runbooks have of the CLI: `config set`, with the flags that the pages give to it. */
const flagsByCommand = new Map<string, Set<string>>();
for (const { words } of pages.flatMap((page) => typed(page, "pulumi"))) {
    const [, first = "", second = ""] = words;
    const name = ["config", "stack", "state"].includes(first) ? `${first} ${second}` : first;
    const flags = flagsByCommand.get(name) ?? new Set();
    words.filter((word) => word.startsWith("--")).forEach((word) => flags.add(word.split("=", 1).join("")));
    flagsByCommand.set(name, flags);
}

describe("the CLI has what README.md and docs/runbooks/ tell people to type", () => {
    it(`${String(flagsByCommand.size)} commands and their flags`, () =>
        inProject(async (project) => {
            for (const [name, flags] of flagsByCommand) {
                const { output } = succeeded(await project.pulumi(...name.split(" "), "--help"));
                // Of a command that it does not know, the CLI prints the usage of the one above.
                const [usage = ""] = /^Usage:[^]*?\n\n(Aliases:[^]*?\n\n)?/m.exec(output) ?? [];
                assert.match(usage, new RegExp(`\\b${name.split(" ").at(-1) ?? ""}\\b`), `pulumi ${name}`);
                for (const flag of flags) {
                    assert.match(output, new RegExp(`(^|\\s)${flag}\\b`, "m"), `pulumi ${name} ${flag}`);
                }
            }
        }));
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { secretKeys, stackSchema } from "../../../config/schema";
import { allSettings } from "../../../config/schema/walk";
import { STACK_FILES } from "./stack";

describe("the stack files that are proved", () => {
    it("set every setting there is between them", () => {
        const files = STACK_FILES.filter((file) => file.startsWith("test/")).map((file) => {
            const { config } = parse(readFileSync(join(__dirname, "../../..", file), "utf8")) as { config: object };
            return config;
        });
        const missing = [...allSettings(stackSchema)]
            .map(({ path }) => path)
            // The preview has a placeholder for these, and a secret has no place in a file.
            .filter(([key]) => !secretKeys.some((secret) => secret === key))
            .filter(([key, ...rest]) => !files.some((file) => isSet(file, [`kato-platform:${key ?? ""}`, ...rest])))
            .map((path) => path.join("."));
        assert.deepEqual(missing, []);
    });
});

function isSet(value: unknown, path: readonly (string | number)[]): boolean {
    const [step, ...rest] = path;
    if (step === undefined) {
        return value !== undefined;
    }
    return isSet((value as Record<string | number, unknown> | undefined)?.[step], rest);
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPreview } from "../../cli/preview/program/build";
import { readProgram } from "../../cli/preview/program/stack";
import { Progress } from "../../cli/shared/terminal";
import { projectDirectory, stackFileText } from "../config/stacks";
import type { Preview } from "../../cli/preview/model/preview";

/**
 * Previews and judges the project with one of its stack files, with a piece of YAML merged into the settings.
 *
 * @param other a program in place of the project's own, by its absolute path
 */
export async function previewOf(base: "dev" | "prod", patch = "", other?: string): Promise<Preview> {
    const folder = mkdtempSync(join(tmpdir(), "preview-of-"));
    try {
        const file = join(folder, "Pulumi.test.yaml");
        writeFileSync(file, stackFileText(base, patch));
        const program = readProgram(projectDirectory, "test", file, []);
        if (other !== undefined) {
            writeFileSync(join(folder, "index.ts"), `export * from ${JSON.stringify(other)};\n`);
            Reflect.deleteProperty(require.cache, other);
        }
        const root = other === undefined ? projectDirectory : folder;
        return await buildPreview({ ...program, root }, new Progress({ write: () => true }));
    } finally {
        rmSync(folder, { recursive: true });
    }
}

const shipped = new Map<string, Promise<Preview>>();

/** The preview of a stack as it is shipped, made once for all tests. */
export function shippedPreview(stack: "dev" | "prod"): Promise<Preview> {
    const preview = shipped.get(stack) ?? previewOf(stack);
    shipped.set(stack, preview);
    return preview;
}

/** What would stop a deployment: `rule resource`. */
export function mandatory({ violations }: Preview): string[] {
    return violations.filter(({ level }) => level === "mandatory").map(({ rule, resource }) => `${rule} ${resource}`);
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPreview } from "../../cli/preview/program/build";
import { readProgram } from "../../cli/preview/program/stack";
import { Progress } from "../../cli/shared/terminal";
import { projectDirectory, stackFileText } from "../config/stacks";
import type { Preview } from "../../cli/preview/model/preview";

/** Previews and judges the project with one of its stack files, with a piece of YAML merged into the settings. */
export async function previewOf(base: "dev" | "prod", patch = ""): Promise<Preview> {
    const folder = mkdtempSync(join(tmpdir(), "preview-of-"));
    try {
        const file = join(folder, "Pulumi.test.yaml");
        writeFileSync(file, stackFileText(base, patch));
        const program = readProgram(projectDirectory, "test", file, []);
        return await buildPreview(program, new Progress({ write: () => true }));
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** What would stop a deployment: `rule resource`. */
export function mandatory({ violations }: Preview): string[] {
    return violations.filter(({ level }) => level === "mandatory").map(({ rule, resource }) => `${rule} ${resource}`);
}

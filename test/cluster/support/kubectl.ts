import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveTool } from "../../../tools/build";
import type { ApiClient } from "./api";

/** kubectl, as the administrator of a cluster. */
export class Kubectl {
    private constructor(
        private readonly folder: string,
        private readonly binary: string,
    ) {}

    static async of(api: ApiClient): Promise<Kubectl> {
        const folder = mkdtempSync(join(tmpdir(), "kubectl-"));
        const { kubeConfig } = await api.kubeContext();
        writeFileSync(join(folder, "config"), kubeConfig.exportConfig(), { mode: 0o600 });
        return new Kubectl(folder, resolveTool("kubectl"));
    }

    /** @param words what is typed after `kubectl` */
    run(words: readonly string[], input = ""): { status: number | null; stdout: string; stderr: string } {
        const { status, stdout, stderr, error } = spawnSync(this.binary, words, {
            // Whatever kubectl caches of the API goes with the folder.
            env: { KUBECONFIG: join(this.folder, "config"), HOME: this.folder },
            encoding: "utf8",
            input,
            timeout: 60_000,
        });
        if (error !== undefined) throw error;
        return { status, stdout, stderr };
    }

    remove(): void {
        rmSync(this.folder, { recursive: true });
    }
}

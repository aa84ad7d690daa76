import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";
import { UsageError } from "../shared/exit";

/** A chart whose images are known only once it is rendered. */
export interface Chart {
    readonly name: string;
    readonly namespace: string;
    readonly chart: string;
    readonly version: string;
    /** Its repository; undefined for an `oci://` chart. */
    readonly repository: string | undefined;
    readonly values: unknown;
}

/**
 * What a chart consists of with the values that the platform gives it, as a deployment renders it.
 *
 * @param flags further ones for Helm
 * @throws UsageError if Helm is not there or cannot render it
 */
export async function rendered(
    { name, namespace, chart, version, repository, values }: Chart,
    flags: readonly string[] = [],
): Promise<unknown[]> {
    const folder = mkdtempSync(join(tmpdir(), "chart-"));
    try {
        const file = join(folder, "values.json");
        writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
        const from = repository === undefined ? [] : ["--repo", repository];
        const what = [name, chart, "--version", version, ...from, "--namespace", namespace, "--values", file, ...flags];
        const { stdout } = await promisify(execFile)("helm", ["template", ...what], { maxBuffer: 100 * 1024 * 1024 });
        return parseAllDocuments(stdout).map((document) => {
            const [error] = document.errors;
            if (error !== undefined) {
                throw error;
            }
            return document.toJS() as unknown;
        });
    } catch (error) {
        const { code, stderr } = error as { code?: unknown; stderr?: string };
        if (code === "ENOENT") {
            throw new UsageError(
                "helm is not on PATH; it renders the charts. Get it from https://helm.sh/docs/intro/install/",
            );
        }
        throw new UsageError(`helm cannot render ${chart} ${version}: ${stderr?.trim() ?? String(error)}`);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { certificate, keyPem } from "../../support/pki";
import type { KubernetesObject } from "./objects";

const REPOSITORY = resolve(__dirname, "../../..");

/** A Helm release. Its objects are rendered during a deployment and are not among the manifests. */
export interface Release {
    readonly chart: string;
    readonly version: string;
    readonly values: unknown;
}

/** What a stack would create on a cluster, as `npm run preview` writes it. */
export interface Stack {
    readonly name: string;
    /** In the order in which a deployment may create them. */
    readonly objects: readonly KubernetesObject[];
    readonly releases: readonly Release[];
}

/** The stack files that are proved, from the project's folder. */
export const STACK_FILES = [
    "test/support/stacks/dev.yaml",
    "test/support/stacks/prod.yaml",
    "test/support/stacks/all-options.yaml",
    "test/support/stacks/external-stores.yaml",
] as const;

export type StackFile = (typeof STACK_FILES)[number];

const previewed = new Map<StackFile, Stack>();

/** Previews a stack file, once for all tests. */
export function previewOf(file: StackFile): Stack {
    const stack = previewed.get(file) ?? preview(file);
    previewed.set(file, stack);
    return stack;
}

function preview(file: StackFile): Stack {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    try {
        const args = ["--import", "tsx", "cli/main.ts", "preview", "--stack-file", file, "--out", folder];
        const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: REPOSITORY, encoding: "utf8" });
        if (status !== 0) {
            throw new Error(`The preview of ${file} ends with ${status ?? "a signal"}:\n${stdout}${stderr}`);
        }
        return read(file, folder);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

interface Entry {
    readonly type: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly manifest?: string;
}

function read(file: StackFile, folder: string): Stack {
    const entries = JSON.parse(readFileSync(join(folder, "resources.json"), "utf8")) as Entry[];
    const objects = entries.flatMap(({ manifest }) =>
        manifest === undefined
            ? []
            : [withCertificate(parse(readFileSync(join(folder, manifest), "utf8")) as KubernetesObject)],
    );
    const releases = entries
        .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
        .map(({ inputs }) => ({
            chart: String(inputs["chart"]),
            version: String(inputs["version"]),
            values: inputs["values"],
        }));
    return { name: file, objects, releases };
}

/**
 * The server looks into a Secret of this type. A preview knows no secret that a person gives, so a certificate stands in the
 * place of the placeholder.
 */
function withCertificate(object: KubernetesObject & { readonly type?: string }): KubernetesObject {
    if (object.type !== "kubernetes.io/tls") {
        return object;
    }
    const { pem, key } = certificate({
        name: "stand-in",
        from: new Date("2026-01-01"),
        to: new Date("2036-01-01"),
    });
    const encoded = (text: string): string => Buffer.from(text).toString("base64");
    return Object.assign(object, { data: { "tls.crt": encoded(pem), "tls.key": encoded(keyPem(key)) } });
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder for each test of the suite, in which KUBECONFIG names the file `config`. Whoever needs it writes it. */
export function ownKubeConfig(): () => string {
    let folder = "";
    let before: string | undefined;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "kube-config-"));
        before = process.env["KUBECONFIG"];
        process.env["KUBECONFIG"] = join(folder, "config");
    });

    afterEach(() => {
        if (before === undefined) {
            delete process.env["KUBECONFIG"];
        } else {
            process.env["KUBECONFIG"] = before;
        }
        rmSync(folder, { recursive: true });
    });

    return () => folder;
}

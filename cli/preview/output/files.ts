import { rules } from "../../../policies/rules";
import { controllerFiles } from "./existing-controller";
import { manifestYaml } from "./manifest-yaml";
import { reportPage } from "./report/page";
import { sarif } from "./sarif";
import { type Files } from "./write";
import type { Preview } from "../model/preview";
import { CONNECTIONS_FILE, POLICY_FILE, RESOURCES_FILE, SARIF_FILE } from "../model/file-names";

/** All files of a preview, by their path in the output folder. */
export function previewFiles(preview: Preview): Files {
    const manifests = new Map(preview.objects.map((object) => [object.manifest, manifestYaml(object.body)]));
    return new Map([
        [RESOURCES_FILE, json(preview.entries)],
        ...manifests,
        ...controllerFiles(preview),
        [CONNECTIONS_FILE, json(preview.connections)],
        [POLICY_FILE, json(preview.violations)],
        [SARIF_FILE, json(sarif(preview, rules))],
        ["report.html", reportPage(preview, rules, manifests)],
    ]);
}

function json(value: unknown): string {
    return `${JSON.stringify(value, null, 2)}\n`;
}

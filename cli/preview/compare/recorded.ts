import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../../environments";
import type { Violation } from "../../../policies/engine/evaluate";
import { messageOf, UsageError } from "../../shared/exit";
import type { ResourceEntry } from "../model/entries";
import type { Snapshot } from "../model/snapshot";
import type { ConnectionRow } from "../model/connections";
import { CONNECTIONS_FILE, POLICY_FILE, RESOURCES_FILE, SARIF_FILE } from "../model/file-names";
import type { Json } from "../../../kubernetes/json";

/** Whether a preview was written to a folder. */
export function isRecorded(folder: string): boolean {
    return fs.existsSync(path.join(folder, RESOURCES_FILE));
}

/**
 * Reads what an earlier preview has written to a folder.
 *
 * @throws UsageError if something is missing or cannot be read
 */
export function readRecorded(folder: string): Snapshot {
    const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");
    try {
        const resources = JSON.parse(read(RESOURCES_FILE)) as ResourceEntry[];
        const connections = JSON.parse(read(CONNECTIONS_FILE)) as ConnectionRow[];
        const violations = JSON.parse(read(POLICY_FILE)) as Violation[];
        const paths = resources.flatMap(({ manifest }) => manifest ?? []);
        const manifests = new Map(paths.map((manifest) => [manifest, parse(read(manifest)) as Json]));
        const environment = judgedAs(JSON.parse(read(SARIF_FILE)) as Log);
        return { resources, connections, violations, manifests, ...(environment === undefined ? {} : { environment }) };
    } catch (error) {
        throw new UsageError(`${folder}: not a whole preview (${messageOf(error)}).`);
    }
}

interface Log {
    readonly runs?: readonly { readonly properties?: { readonly environment?: Environment } }[];
}

/** Previews of before this was recorded do not say. */
function judgedAs({ runs }: Log): Environment | undefined {
    return runs?.[0]?.properties?.environment;
}

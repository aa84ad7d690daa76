import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { withKept } from "./kept";
import type { KubernetesObject } from "./objects";
import type { ResourceRecord } from "./resources";
import { redacted } from "./wire";
import type { Json } from "../../../kubernetes/json";

/**
 * An entry of resources.json. Secrets are `[secret]`, what only a deployment can know is `[computed]`, and inputs whose
 * changes are ignored are `[kept as it was made]`.
 */
export interface ResourceEntry {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN of the parent; null for the stack. */
    readonly parent: string | null;
    /** Whether a provider manages it; components and the stack are not. */
    readonly custom: boolean;
    readonly inputs: Readonly<Record<string, Json>>;
    /** What a component or the stack registered. @default none */
    readonly outputs?: Readonly<Record<string, Json>>;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    /** URNs, explicit and through inputs. */
    readonly dependsOn: readonly string[];
    /** URNs that it had before. @default none */
    readonly aliases?: readonly string[];
    /** URN of its provider. @default the package's default one */
    readonly provider?: string;
    /** @default false */
    readonly deleteBeforeReplace?: true;
    /** @default none */
    readonly ignoreChanges?: readonly string[];
    /** @default none */
    readonly replaceOnChanges?: readonly string[];
    /** @default none */
    readonly additionalSecretOutputs?: readonly string[];
    /** Its manifest, relative to this file. @default it is no Kubernetes object */
    readonly manifest?: string;
    /** Who renders its objects: Helm does, during the deployment. @default it has none of its own */
    readonly rendered?: "at deploy";
    /** The program only reads it. @default false */
    readonly external?: true;
}

/** resources.json, in the order of construction. */
export function resourceEntries(
    records: readonly ResourceRecord[],
    objects: readonly KubernetesObject[],
): ResourceEntry[] {
    const manifests = new Map(objects.map(({ urn, manifest }) => [urn, manifest]));
    return records.map(({ urn, type, name, parent, custom, inputs, outputs, options, external }) => {
        const manifest = manifests.get(urn);
        return {
            urn,
            type,
            name,
            parent: parent ?? null,
            custom,
            inputs: withKept(redacted(inputs), options.ignoreChanges) as Record<string, Json>,
            outputs: outputs && (redacted(outputs) as Record<string, Json>),
            protect: options.protect,
            retainOnDelete: options.retainOnDelete,
            dependsOn: options.dependsOn,
            provider: options.provider,
            ...(options.deleteBeforeReplace ? { deleteBeforeReplace: true } : {}),
            ...unlessEmpty("aliases", options.aliases),
            ...unlessEmpty("ignoreChanges", options.ignoreChanges),
            ...unlessEmpty("replaceOnChanges", options.replaceOnChanges),
            ...unlessEmpty("additionalSecretOutputs", options.additionalSecretOutputs),
            manifest,
            ...(type === HELM_RELEASE ? { rendered: "at deploy" } : {}),
            ...(external ? { external: true } : {}),
        };
    });
}

function unlessEmpty<K extends string>(key: K, items: readonly string[]): { [P in K]?: readonly string[] } {
    return items.length === 0 ? {} : ({ [key]: items } as { [P in K]: readonly string[] });
}

import { specialResourceSig, specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { formatPath, isRecord } from "../../kubernetes/field";
import type { PolicyResource } from "../../kubernetes/resource";

/**
 * Properties without the marks that Pulumi's protocol puts around values: secrets in plain text, with the outermost paths
 * that are secret beside them; references to resources as URNs; unknown values stay the sentinels that `Field` knows.
 */
export function withoutMarks(
    properties: Readonly<Record<string, unknown>>,
): Required<Pick<PolicyResource, "props" | "secretPaths">> {
    const secretPaths: string[] = [];
    return { props: unmarkedFields(properties, [], secretPaths), secretPaths };
}

type Key = string | number;

/** @param secretPaths collects paths; `undefined` below one that is secret already */
function unmarked(value: unknown, keys: readonly Key[], secretPaths: string[] | undefined): unknown {
    if (Array.isArray(value)) {
        return value.map((item: unknown, index) => unmarked(item, [...keys, index], secretPaths));
    }
    if (!isRecord(value)) {
        return value;
    }
    switch (value[specialSigKey]) {
        case specialSecretSig:
            secretPaths?.push(formatPath(keys));
            return unmarked(value["value"] ?? null, keys, undefined);
        case specialResourceSig:
            return value["urn"] ?? null;
        default:
            return unmarkedFields(value, keys, secretPaths);
    }
}

function unmarkedFields(
    fields: Readonly<Record<string, unknown>>,
    keys: readonly Key[],
    secretPaths: string[] | undefined,
): Record<string, unknown> {
    const entries = Object.entries(fields).filter(([key]) => key !== specialSigKey);
    return Object.fromEntries(entries.map(([key, item]) => [key, unmarked(item, [...keys, key], secretPaths)]));
}

/**
 * Values in the form in which the SDK hands them to the engine: JSON in which secrets, unknown values, assets and resource
 * references are marked. The marks stand exactly where the program put them, which is no longer so in the values that
 * mocks are given: there, a secret deep inside an object has made the whole object secret.
 */
import * as pulumi from "@pulumi/pulumi";
import type { Json } from "../../../kubernetes/json";

/** What stands for a secret in every file but the manifest of a Kubernetes Secret. */
export const SECRET = "[secret]";
/** What stands for a value that only a deployment can know. */
export const COMPUTED = "[computed]";

const { specialSigKey, specialSecretSig, specialResourceSig, unknownValue } = pulumi.runtime;

/** The value for people and files: secrets and unknown values replaced by what stands for them. */
export function redacted(value: Json): Json {
    return mapValues(value, { secret: () => SECRET, unknown: COMPUTED });
}

/** The value with secrets in plain text, for the manifests of Secrets and never for another file. */
export function revealed(value: Json): Json {
    return mapValues(value, { secret: revealed, unknown: COMPUTED });
}

interface Replacements {
    readonly secret: (value: Json) => Json;
    readonly unknown: string;
}

function mapValues(value: Json, replace: Replacements): Json {
    if (value === unknownValue) {
        return replace.unknown;
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    if (Array.isArray(value)) {
        return value.map((item) => mapValues(item, replace));
    }
    if (value[specialSigKey] === specialSecretSig) {
        return replace.secret(value["value"] ?? null);
    }
    if (value[specialSigKey] === specialResourceSig) {
        return value["urn"] ?? null;
    }
    const entries = Object.entries(value).filter(([key]) => key !== specialSigKey);
    return Object.fromEntries(entries.map(([key, item]) => [key, mapValues(item, replace)]));
}

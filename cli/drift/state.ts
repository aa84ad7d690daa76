import { HELM_RELEASE } from "../../kubernetes/kinds";
import type { Fields, KubeObject } from "./objects";
import { isFields, keyOf, kindOf } from "./objects";

/** What `pulumi stack export --show-secrets` prints of a deployment, as far as it matters here. */
export interface Deployment {
    readonly resources?: readonly {
        readonly urn: string;
        readonly type: string;
        readonly custom?: boolean;
        readonly external?: boolean;
        /** It is being replaced, and goes at the end of the run. */
        readonly delete?: boolean;
        readonly inputs?: Fields;
        readonly outputs?: Fields;
    }[];
}

/** What a stack's state says that there is in its cluster. */
export interface Recorded {
    /** The kube-context of its provider. @default the current one */
    readonly context: string | undefined;
    /** Objects as they were sent to the cluster. */
    readonly objects: readonly KubeObject[];
    /** Everything that the stack has made, also what is about to go and what its charts have brought. */
    readonly knows: (object: KubeObject) => boolean;
}

const signature = "4dabf18193072939515e22adb298388d";

export function recorded({ resources = [] }: Deployment): Recorded {
    const inputs = resources
        .filter(({ type, external }) => type.startsWith("kubernetes:") && type !== HELM_RELEASE && external !== true)
        .flatMap((resource) => {
            const object = revealed(resource.inputs ?? {});
            return isObject(object) ? [{ object: withEncodedData(object), going: resource.delete === true }] : [];
        });
    const keys = new Set(inputs.map(({ object }) => keyOf(object)));
    const ofCharts = resources
        .filter(({ type }) => type === HELM_RELEASE)
        .flatMap(({ outputs }) => releaseObjects(outputs));
    const provider = resources.find(({ type }) => type === "pulumi:providers:kubernetes");
    const context = provider?.inputs?.["context"];
    return {
        context: typeof context === "string" ? context : undefined,
        objects: inputs.filter(({ going }) => !going).map(({ object }) => object),
        knows: (object) => keys.has(keyOf(object)) || ofCharts.some((matches) => matches(object)),
    };
}

/** A release's objects, which the provider lists as `<Kind>…/<version>: [[<namespace>/]<name>]`. */
function releaseObjects(outputs: Fields | undefined): ((object: KubeObject) => boolean)[] {
    const names = revealed(outputs?.["resourceNames"] ?? {});
    return Object.entries(isFields(names) ? names : {}).map(([kind, list]) => {
        const all = Array.isArray(list) ? list.map(String) : [];
        return (object) =>
            kind.split(/[./]/)[0] === object.kind &&
            (all.includes(object.metadata.name) ||
                all.includes(`${object.metadata.namespace ?? ""}/${object.metadata.name}`));
    });
}

/** Takes the marks of secrets off; the values stay in this process. */
function revealed(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(revealed);
    }
    if (!isFields(value)) {
        return value;
    }
    if (signature in value) {
        return typeof value["plaintext"] === "string" ? revealed(JSON.parse(value["plaintext"])) : value["value"];
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}

function isObject(value: unknown): value is KubeObject {
    return (
        isFields(value) &&
        typeof value["apiVersion"] === "string" &&
        typeof value["kind"] === "string" &&
        isFields(value["metadata"]) &&
        typeof value["metadata"]["name"] === "string"
    );
}

/** The API server keeps `stringData` as base64 in `data`. */
function withEncodedData(object: KubeObject): KubeObject {
    const { stringData, ...others } = object as KubeObject & { stringData?: unknown };
    if (kindOf(object) !== "Secret" || !isFields(stringData)) {
        return object;
    }
    const encoded = Object.entries(stringData).map(([key, text]) => [
        key,
        Buffer.from(String(text)).toString("base64"),
    ]);
    return { ...others, data: { ...(others["data"] as Fields | undefined), ...Object.fromEntries(encoded) } };
}

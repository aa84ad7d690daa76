/**
 * Stands for the kubernetes provider (@pulumi/kubernetes 4.34) and the clusters behind it, one for each kube-context. Kept
 * from the real one: automatic names, which field changes an object in place and which one makes a new object, what
 * "already exists" means, whose fields an update may change (managers.ts), and that everything in a Secret is secret. A Helm release is recorded as one thing; nothing is
 * rendered or started, so that every object is ready at once.
 */
import { existsSync } from "node:fs";
import { parse } from "yaml";
import type { Double } from "../double";
import { serveDouble } from "../server";
import { isProperties, type Properties, textOf, type Value } from "../wire";
import { Cluster } from "./cluster";
import { annotationsOf, autonamed, hasAutomaticName, metadataOf, replacementOf } from "./replacement";

const releaseType = "kubernetes:helm.sh/v3:Release";
const secretType = "kubernetes:core/v1:Secret";

serveDouble("kubernetes", (store): Double => {
    const cluster = new Cluster(store);
    let settings: Properties = {};
    const enabled = (setting: string, variable: string): boolean =>
        isTrue(settings[setting]) || isTrue(process.env[variable]);
    const force = (): boolean => enabled("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE");
    return {
        configure: (configured) => {
            settings = configured;
            requireKubeConfig(textOf(configured["kubeconfig"] ?? ""));
            if (configured["context"] !== undefined) {
                store.select(textOf(configured["context"]));
            }
        },
        check: ({ type, name }, news, olds, random) =>
            type === releaseType ? nameRelease(news, olds, name, random) : nameObject(news, olds, name, random),
        replacement: (subject, olds, _news, changed) =>
            replacementOf(subject, olds, changed, {
                secrets: enabled("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
                configMaps: enabled("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
            }),
        create: ({ type }, inputs) =>
            type === releaseType
                ? cluster.installRelease(type, inputs)
                : cluster.create(
                      type,
                      inputs,
                      enabled("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
                      force(),
                  ),
        read: ({ type }, id) => cluster.read(type, id),
        update: ({ type }, id, inputs) =>
            type === releaseType
                ? cluster.installRelease(type, inputs).outputs
                : cluster.update(type, id, inputs, force()),
        delete: ({ type }, id) => cluster.delete(type, id),
        secretOutputs: ({ type }) => (type === secretType ? ["data", "stringData"] : []),
    };
});

/** Without a name of its own an object keeps the one it was given, and a new object gets `<logical name>-<8 digits>`. */
function nameObject(news: Properties, olds: Properties | undefined, logicalName: string, random: string): Properties {
    const metadata = metadataOf(news);
    if (metadata["name"] !== undefined || metadata["generateName"] !== undefined) {
        return news;
    }
    const previous = olds !== undefined && hasAutomaticName(olds) ? metadataOf(olds)["name"] : undefined;
    return {
        ...news,
        metadata: {
            ...metadata,
            name: previous ?? automaticName(logicalName, random),
            annotations: { ...annotationsOf(news), [autonamed]: "true" },
        },
    };
}

function nameRelease(news: Properties, olds: Properties | undefined, logicalName: string, random: string): Properties {
    const previous = isProperties(olds) ? olds["name"] : undefined;
    return { ...news, name: news["name"] ?? previous ?? automaticName(logicalName, random) };
}

function automaticName(logicalName: string, random: string): string {
    return `${logicalName}-${random.slice(0, 8)}`;
}

/** One file or the text of one (`provider/pkg/provider/util.go`); without it, what the environment says. */
function requireKubeConfig(pathOrContent: string): void {
    if (pathOrContent !== "" && !existsSync(pathOrContent) && !isProperties(parse(pathOrContent) as Value)) {
        throw new Error("configured Kubernetes cluster is unreachable: failed to parse kubeconfig data");
    }
}

function isTrue(value: Value | undefined): boolean {
    return value === true || value === "true";
}

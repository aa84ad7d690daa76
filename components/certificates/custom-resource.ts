import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { CustomResourceOptions } from "@pulumi/pulumi";

/** What every generated type of a custom resource has; callers say `satisfies ICertificate`. */
interface TypedManifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata?: object;
    readonly spec?: object;
}

/**
 * The deployment waits until the controller reports the resource ready, so that a failure shows here and not in the pods
 * that miss what it makes.
 */
const UNTIL_READY = { "pulumi.com/waitFor": "condition=Ready" };

/**
 * A custom resource from a typed manifest.
 *
 * @param annotations @default those that make the deployment wait until it is ready
 */
export function customResource(
    name: string,
    manifest: TypedManifest,
    opts: CustomResourceOptions,
    annotations: Readonly<Record<string, string>> = UNTIL_READY,
): CustomResource {
    const { apiVersion, kind, metadata, spec } = manifest;
    return new CustomResource(name, { apiVersion, kind, metadata: { ...metadata, annotations }, spec }, opts);
}

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
 * A custom resource from a typed manifest. The deployment waits until the controller reports it ready, so that a failure
 * shows here and not in the pods that miss what it makes.
 */
export function customResource(name: string, manifest: TypedManifest, opts: CustomResourceOptions): CustomResource {
    const { apiVersion, kind, metadata, spec } = manifest;
    return new CustomResource(
        name,
        {
            apiVersion,
            kind,
            metadata: { ...metadata, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
            spec,
        },
        opts,
    );
}

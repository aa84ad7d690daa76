import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config";

/**
 * Explicit providers: nothing goes to whatever cluster or account happens to be current. One that the options hand in, or that
 * the parent has, is used in place of our own.
 */
export function platformProviders(
    config: Config,
    { provider, providers = {}, parent }: pulumi.ComponentResourceOptions,
): pulumi.ProviderResource[] {
    const given: readonly pulumi.ProviderResource[] = Object.values(providers);
    const has = (kind: { readonly isInstance: (object: unknown) => boolean }, madeByIt: string): boolean =>
        [...given, provider].some((one) => kind.isInstance(one)) || parent?.getProvider(madeByIt) !== undefined;
    return [
        ...given,
        ...(has(KubernetesProvider, "kubernetes:core/v1:Namespace") ? [] : [kubernetes(config)]),
        ...(config.secrets.store === "none" || has(AwsProvider, "aws:kms/key:Key")
            ? []
            : [new AwsProvider("aws", { region: config.secrets.aws.region })]),
    ];
}

function kubernetes({ cluster }: Config): KubernetesProvider {
    return new KubernetesProvider("kubernetes", {
        context: cluster.context,
        // Empty is as none: the provider then reads KUBECONFIG itself, as kubectl does. Without it, the SDK hands over the
        // variable's text as if it were one file, and keeps it in the state.
        kubeconfig: "",
        // Stores' Secrets change in place; what applications read is marked immutable and replaced (ADR 4).
        enableSecretMutable: true,
        enableConfigMapMutable: true,
        // What somebody has changed outside is put back, instead of ending the run as a conflict.
        enablePatchForce: true,
    });
}

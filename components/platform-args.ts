import type { Config } from "../config";
import type { KatoArgs } from "./app/kato";
import type { CertManagerArgs } from "./certificates/cert-manager";
import type { EncryptedStorageClassArgs } from "./data/encrypted-storage-class";
import type { StoreTransform } from "./data/standalone-server";
import type { EdgeArgs } from "./edge/edge";
import type { KratosArgs } from "./identity/kratos";
import type { NamespaceArgs } from "./network/namespace";
import type { AwsSecretsManagerArgs } from "./secrets/aws-secrets-manager";

export interface PlatformArgs {
    /** The stack file, parsed and judged: `loadConfig(engineConfig())`. */
    readonly config: Config;
    /** Changes what no setting changes, see docs/components.md. @default nothing is changed */
    readonly transform?: PlatformTransform;
}

/**
 * Functions by component, and in it by child, each called with the child's arguments just before it is made. One for what a
 * stack does not make is not called.
 */
export interface PlatformTransform {
    readonly postgres?: StoreTransform;
    readonly mongodb?: StoreTransform;
    readonly redis?: StoreTransform;
    readonly qdrant?: StoreTransform;
    readonly kratos?: KratosArgs["transform"];
    readonly kato?: KatoArgs["transform"];
    readonly edge?: EdgeArgs["transform"];
    readonly certManager?: CertManagerArgs["transform"];
    readonly encryptedVolumes?: EncryptedStorageClassArgs["transform"];
    readonly awsSecretsManager?: AwsSecretsManagerArgs["transform"];
    readonly namespaces?: {
        readonly identity?: NamespaceArgs["transform"];
        readonly application?: NamespaceArgs["transform"];
        readonly edge?: NamespaceArgs["transform"];
        readonly certManager?: NamespaceArgs["transform"];
    };
}

import type { Field } from "../../../kubernetes/field";

/** EBS in a StorageClass: by the CSI driver, by that of EKS Auto Mode, and by what Kubernetes had built in. */
const EBS: readonly unknown[] = ["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"];

/**
 * Provisioners whose volumes are always encrypted (Azure, Google Cloud), or whose file system is made elsewhere, where its
 * encryption is decided (EFS).
 */
const NOT_BY_CLASS: readonly unknown[] = [
    "disk.csi.azure.com",
    "file.csi.azure.com",
    "kubernetes.io/azure-disk",
    "kubernetes.io/azure-file",
    "pd.csi.storage.gke.io",
    "filestore.csi.storage.gke.io",
    "kubernetes.io/gce-pd",
    "efs.csi.aws.com",
];

/** Folders on a node's disk, which nothing encrypts, whatever the class says. */
const FOLDERS: readonly unknown[] = [
    "rancher.io/local-path",
    "docker.io/hostpath",
    "k8s.io/minikube-hostpath",
    "microk8s.io/hostpath",
    "hostpath.csi.k8s.io",
    "openebs.io/local",
];

/** Classes that distributions bring, none of which encrypts. */
const UNENCRYPTED_NAMES: readonly unknown[] = [
    "gp2",
    "standard",
    "default",
    "hostpath",
    "local-path",
    "local-storage",
    "microk8s-hostpath",
    "openebs-hostpath",
];

/** Whether a StorageClass makes volumes of Amazon EBS. */
export function isEbs(storageClass: Field): boolean {
    return EBS.includes(storageClass.at("provisioner").value);
}

/** A parameter of a StorageClass; drivers take no notice of the case of its name. */
export function parameter(storageClass: Field, name: string): Field {
    const parameters = storageClass.at("parameters");
    const found = parameters.entries().find(([key]) => key.toLowerCase() === name.toLowerCase());
    return found?.[1] ?? parameters.at(name);
}

/**
 * Where a StorageClass says that it encrypts: EBS, Ceph and Longhorn call it `encrypted`, Linode
 * `linodebs.csi.linode.com/luks-encrypted`. A provisioner that nobody here knows is held to the same.
 */
export function encryptionOf(storageClass: Field): Field | "always" {
    if (NOT_BY_CLASS.includes(storageClass.at("provisioner").value)) {
        return "always";
    }
    const luks = storageClass
        .at("parameters")
        .entries()
        .find(([key]) => key.endsWith("/luks-encrypted"));
    return luks?.[1] ?? parameter(storageClass, "encrypted");
}

/** Whether a StorageClass makes folders on nodes. */
export function makesFolders(storageClass: Field): boolean {
    return FOLDERS.includes(storageClass.at("provisioner").value);
}

/** Whether a class that is not seen here is known not to encrypt, going by its name. */
export function isUnencryptedByName(name: unknown): boolean {
    return UNENCRYPTED_NAMES.includes(name);
}

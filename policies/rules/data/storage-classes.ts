import type { Field } from "../../field";

/** EBS in a StorageClass: by the CSI driver, by that of EKS Auto Mode, and by what Kubernetes had built in. */
const EBS: readonly unknown[] = ["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"];

/** Whether a StorageClass makes volumes of Amazon EBS. */
export function isEbs(storageClass: Field): boolean {
    return EBS.includes(storageClass.at("provisioner").value);
}

/** A parameter of a StorageClass; the EBS driver takes no notice of the case of its name. */
export function parameter(storageClass: Field, name: string): Field {
    const parameters = storageClass.at("parameters");
    const found = parameters.entries().find(([key]) => key.toLowerCase() === name.toLowerCase());
    return found?.[1] ?? parameters.at(name);
}

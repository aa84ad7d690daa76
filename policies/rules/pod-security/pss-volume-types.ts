import type { Field } from "../../../kubernetes/field";
import { cis, podSecurity } from "../references";
import { type Finding, podRule, type Rule } from "../../engine/rule";

const ALLOWED: ReadonlySet<string> = new Set([
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    // Which one is for the rules about images.
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
]);

export const pssVolumeTypes: Rule = {
    id: "pss-volume-types",
    title: "Volumes are of the types that cannot reach the node or the network directly",
    description:
        "A hostPath volume is the node's file system; NFS, iSCSI and other in-line types carry addresses and credentials past the cluster's storage administration.",
    level: "mandatory",
    severity: "critical",
    references: [
        podSecurity("Restricted", "Volume Types"),
        podSecurity("Baseline", "HostPath Volumes"),
        cis("5.2.12", "Minimize the admission of HostPath volumes"),
    ],
    remediation:
        "Use a PersistentVolumeClaim for data, `emptyDir` for scratch space, `configMap` and `secret` for files.",
    ...podRule({ pod: ({ spec }) => spec.at("volumes").items().flatMap(judgeVolume) }),
};

function judgeVolume(volume: Field): Finding[] {
    const types = volume.entries().filter(([key, field]) => key !== "name" && field.isSet);
    // With a name alone the API server makes it an `emptyDir`.
    if (types.every(([type]) => ALLOWED.has(type))) {
        return [];
    }
    const found = types.map(([type]) => type).join(", ");
    return [
        {
            at: volume,
            found,
            expected: [...ALLOWED].join(", "),
            write: "persistentVolumeClaim: { claimName: … }, or emptyDir: {}",
        },
    ];
}

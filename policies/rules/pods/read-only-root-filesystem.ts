import { nsa } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const readOnlyRootFilesystem: Rule = {
    id: "read-only-root-filesystem",
    title: "Containers cannot change their own files",
    description: "An intruder can then neither replace the program nor leave tools behind.",
    level: "mandatory",
    severity: "medium",
    references: [nsa("Immutable container file systems")],
    remediation:
        "Set `readOnlyRootFilesystem: true` and mount an `emptyDir` with a size limit where the software must write.",
    ...podRule({
        container: ({ field }, pod) =>
            pod.isWindows
                ? undefined
                : unlessOneOf(
                      field.at("securityContext", "readOnlyRootFilesystem"),
                      [true],
                      "readOnlyRootFilesystem: true",
                  ),
    }),
};

import type { Rule } from "../../engine/rule";
import { hasDigest, parseImage } from "../../../kubernetes/image";
import { imageRule } from "./images";

export const imageTag: Rule = {
    id: "image-tag",
    title: "Images have a fixed version",
    description: "`latest`, or no tag, which means the same, runs something else tomorrow than what was tested today.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Images: Image names",
            url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
        },
    ],
    remediation: "Write the exact version as the tag, or better the digest.",
    ...imageRule((image, at) => {
        if (image !== undefined && (hasDigest(image) || !["latest", undefined].includes(parseImage(image).tag))) {
            return undefined;
        }
        return { at, expected: "an exact tag or a digest", write: "image: <name>:<version>" };
    }),
};

import { podRule, type Rule } from "../../rule";

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
    ...podRule({
        container({ field }) {
            const at = field.at("image");
            const image = at.text;
            if (image !== undefined && (image.includes("@sha256:") || !["", "latest"].includes(tagOf(image)))) {
                return undefined;
            }
            return { at, expected: "an exact tag or a digest", write: "image: <name>:<version>" };
        },
    }),
};

/** The part behind the last colon, unless that colon is the registry's port. */
function tagOf(image: string): string {
    const name = image.slice(image.lastIndexOf("/") + 1);
    return name.includes(":") ? name.slice(name.indexOf(":") + 1) : "";
}

import { nsa } from "../references";
import type { Rule } from "../../engine/rule";
import { hasDigest } from "../../../kubernetes/image";
import { imageRule } from "./images";

const rule = imageRule((image, at) => {
    // An image that is missing is for `image-tag`.
    if (image === undefined || hasDigest(image)) {
        return undefined;
    }
    const write = `image: <name>:<version>@sha256:<digest>, as printed by: docker buildx imagetools inspect ${image}`;
    return { at, expected: "a digest behind the tag", write };
});

export const imageDigest: Rule = {
    id: "image-digest",
    title: "Images of production are pinned by digest",
    description:
        "A tag can be moved to another image at any time, by whoever owns the registry or got hold of its password.",
    level: "advisory",
    severity: "low",
    references: [
        {
            title: "Kubernetes documentation, Images: Image names",
            url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
        },
        nsa("Building secure container images"),
    ],
    remediation:
        "For an image of this platform run `npm run pin`, and commit what it writes. Elsewhere look the digest up with `docker buildx imagetools inspect` and write it behind the tag, which then only tells people the version.",
    kinds: rule.kinds,
    check: (object, context) => (context.live ? rule.check(object, context) : []),
};

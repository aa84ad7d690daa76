import type { ImageSources } from "../../../images";
import { fullName } from "../../../kubernetes/image";
import { ALLOWED_REGISTRIES } from "../../allowed-registries";
import { nsa } from "../references";
import type { Rule } from "../../engine/rule";
import { imageRule } from "./images";

/** One expression for all: it is tried on every image. */
const ALLOWED = new RegExp(`^(?:${ALLOWED_REGISTRIES.map(({ name }) => pattern(name)).join("|")})`);

export const imageRegistry: Rule = {
    id: "image-registry",
    title: "Images come from known registries",
    description:
        "An image is a program that gets the pod's secrets and connections. On a public registry anybody may publish one under a name that looks right.",
    level: "mandatory",
    severity: "high",
    references: [
        nsa("Building secure container images"),
        {
            title: "Kubernetes documentation, Images: Image names",
            url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
        },
    ],
    remediation:
        "Take the image from a registry listed in `policies/allowed-registries.ts`, copy it to your own and name that in `images.mirrors`, or add its publisher there.",
    ...imageRule((image, at, { images }) => {
        // An image that is missing is for `image-tag`.
        if (image === undefined || ALLOWED.test(fullName(image)) || isMirrored(image, images)) {
            return undefined;
        }
        return {
            at,
            expected: "an image from a registry in policies/allowed-registries.ts",
            write: "image: <allowed registry>/<name>:<version>",
        };
    }),
};

/** Whether it comes from a mirror that the stack names. */
function isMirrored(image: string, { mirrors }: ImageSources): boolean {
    return mirrors.some(({ to }) => image.startsWith(to) && /^[/:@]/.test(image.slice(to.length)));
}

/** What comes after it: only a repository can be followed by a tag, a colon behind a registry is another port. */
function pattern(name: string): string {
    const end = name.includes("/") ? "[/:@]" : "/";
    return name.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9-]+") + end;
}

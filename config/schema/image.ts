import { z } from "zod";
import { refuse } from "./fields";

/** `registry.net:5000/team/name:tag@sha256:…`, where all but the name may be missing. */
const reference =
    /^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(?<tag>:\w[\w.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** A container image that is the same tomorrow: by digest, or by a tag that says which one. */
export function image(example: string) {
    return z
        .string()
        .max(1024)
        .superRefine((value, context) => {
            const parts = reference.exec(value)?.groups;
            if (parts === undefined) {
                refuse(context);
            } else if (parts["digest"] === undefined && (parts["tag"] ?? ":latest") === ":latest") {
                refuse(
                    context,
                    "an image with a tag other than `latest`, or a digest: what runs must not change by itself",
                );
            }
        })
        .meta({ accepted: "a container image with its tag or digest", example });
}

import type { ResourceTransformation } from "@pulumi/pulumi";
import { type ImageSources, mirrored } from "../../images";
import { chartImage, pinned } from "./image";

/**
 * Names every image by its mirror just before what runs it is made: those of pods and those that the values of a chart name. In one
 * place, because an image that is forgotten is noticed only where there is no internet.
 */
export function fromMirrors({ mirrors }: ImageSources): ResourceTransformation {
    const renamed = (image: string): string => {
        const there = mirrored(image, mirrors);
        return there === image ? image : pinned(there);
    };
    return ({ props, opts }) => {
        const args = props as Readonly<Record<string, unknown>>;
        const inside = ["spec", "values"].filter((key) => args[key] !== undefined);
        return {
            props: { ...args, ...Object.fromEntries(inside.map((key) => [key, rename(args[key], renamed)])) },
            opts,
        };
    };
}

/** The same value with its images renamed. What is not known yet stays as it is; no image of ours is. */
function rename(value: unknown, renamed: (image: string) => string): unknown {
    if (Array.isArray(value)) {
        return value.map((item) => rename(item, renamed));
    }
    if (!isPlain(value)) {
        return value;
    }
    return Object.fromEntries(
        Object.entries(value).map(([key, at]) => [
            key,
            key === "image" ? renameImage(at, renamed) : rename(at, renamed),
        ]),
    );
}

/** As a container names it, or as charts do. */
function renameImage(image: unknown, renamed: (image: string) => string): unknown {
    if (typeof image === "string") {
        return renamed(image);
    }
    if (!isPlain(image) || typeof image["repository"] !== "string") {
        return rename(image, renamed);
    }
    const { repository, tag, digest, ...others } = image as Readonly<Record<string, string | undefined>>;
    const whole = `${repository ?? ""}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
    return { ...others, ...chartImage(renamed(whole)) };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

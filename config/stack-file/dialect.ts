import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions, Tags } from "yaml";

/**
 * How Pulumi reads YAML: with Go's `yaml.v3`, which is YAML 1.2 with merge keys, and with the numbers of 1.1: `010` is 8, `1_0` is
 * 10, `0x1F` is 31; `yes` and `22:15` are text. Compared with `pulumi config --json` of CLI 3.259.
 */
export const PULUMI_YAML: ParseOptions & DocumentOptions & SchemaOptions = {
    merge: true,
    customTags: (tags) => [day, number, ...tags.filter((tag) => !isFloat(tag))],
};

function isFloat(tag: Tags[number]): boolean {
    return typeof tag === "object" && tag.tag === "tag:yaml.org,2002:float";
}

const number: ScalarTag = {
    tag: "tag:yaml.org,2002:float",
    default: true,
    test: /^([-+]?\d|\.\d)[\w.+-]*$/,
    resolve: (text) => {
        const [, sign = "", digits = ""] = /^([-+]?)(.*)$/.exec(text.replaceAll("_", "")) ?? [];
        const size = magnitude(digits);
        return size === undefined ? text : sign === "-" ? -size : size;
    },
};

function magnitude(digits: string): number | undefined {
    if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
    if (/^0([xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(digits)) return Number(digits);
    return /^(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}

/** A day becomes a time, and a time the text that Go makes of it; one with a zone is not among our settings. */
const day: ScalarTag = {
    tag: "tag:yaml.org,2002:timestamp",
    default: true,
    test: /^\d{4}-\d\d?-\d\d?$/,
    resolve: (text) => {
        const parts = text.split("-").map((part) => part.padStart(2, "0"));
        return `${parts.join("-")} 00:00:00 +0000 UTC`;
    },
};

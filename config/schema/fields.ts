import { z } from "zod";
import { contains, formatCidr, parseCidr } from "./cidr";

/** Addresses under which clouds hand out credentials to whoever asks; no workload of ours may reach them. */
const metadataServices = ["169.254.169.254", "fd00:ec2::254"];

const hostPattern = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** A TCP port. */
export function port() {
    return z.int().min(1).max(65535).meta({ accepted: "a port, 1 to 65535" });
}

/** A whole number from `least` on. */
export function count(least: number) {
    return z
        .int()
        .min(least)
        .meta({ accepted: `a whole number, at least ${least}`, example: String(least) });
}

/** Text that is not blank and stays on one line. */
export function line(accepted: string, example: string) {
    return z
        .string()
        .regex(/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u)
        .meta({ accepted, example });
}

/** A DNS name or address of one machine, without scheme, port or path. */
export function host(example: string) {
    return z
        .string()
        .regex(hostPattern)
        .meta({ accepted: "a host name in lower case, without scheme, port or path", example });
}

/** An absolute http or https URL without credentials, query or fragment. Which scheme an environment takes is a rule. */
export function url(example: string) {
    return z
        .string()
        .refine((value) => {
            const parsed = parseUrl(value);
            return (
                parsed !== undefined && parsed.username === "" && parsed.password === "" && !/[?#\s]/.test(value)
            );
        })
        .meta({ accepted: "a full https URL without user, password, query or fragment", example });
}

/** A web origin exactly as browsers send it in the `Origin` header. */
export function origin(example: string) {
    return z
        .string()
        .refine((value) => parseUrl(value)?.origin === value)
        .meta({
            accepted: "an https origin: scheme and host, without path, trailing slash or `*`",
            example,
            instead: {
                "*": "the origins one by one: with `*` every web site could use a visitor's session",
            },
        });
}

/** `new URL` for http and https with a host we can compare; `undefined` for anything else. */
export function parseUrl(value: string): URL | undefined {
    if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return undefined;
    const parsed = new URL(value);
    return parsed.hostname.includes("*") ? undefined : parsed;
}

/** An address range, e.g. `10.1.2.3/32`; comes out in canonical spelling. */
export function cidr(example: string) {
    return z
        .string()
        .transform((value, context) => {
            const range = parseCidr(value);
            const problem = rangeProblem(value);
            if (range === undefined || problem !== undefined) {
                context.addIssue({ code: "custom", message: problem ?? "" });
                return z.NEVER;
            }
            return formatCidr(range);
        })
        .meta({ accepted: "an address range in CIDR notation, IPv4 or IPv6", example });
}

function rangeProblem(value: string): string | undefined {
    const range = parseCidr(value);
    if (range === undefined) {
        const single = parseCidr(`${value}/${value.includes(":") ? 128 : 32}`);
        return single === undefined ? undefined : `an address range; a single address is \`${formatCidr(single)}\``;
    }
    if (range.prefix === 0) {
        return "the ranges that are really meant: this one is every address there is";
    }
    const metadata = metadataServices.find((address) => contains(range, address));
    if (metadata !== undefined) {
        return `a range without ${metadata}, where clouds hand out the node's credentials`;
    }
    return range.aligned
        ? undefined
        : `a range that begins at its first address, \`${formatCidr(range)}\`, or one address, \`${value.replace(/\/.*/, "")}/${range.version === 4 ? 32 : 128}\``;
}

/** Processor time as a Kubernetes quantity. A bare number is taken too, because `pulumi config set --path` writes `1` as one. */
export function cpu(example: string) {
    return z
        .union([z.string(), z.number()])
        .transform(String)
        .refine((value) => /^(\d+m|\d+(\.\d{1,3})?)$/.test(value) && Number.parseFloat(value) > 0)
        .meta({ accepted: "cores as a Kubernetes quantity, such as `250m` or `1`", example });
}

/** Memory or disk as a Kubernetes quantity. The unit is required: `512` would be 512 bytes and `512m` half a byte. */
export function bytes(example: string) {
    return z
        .string()
        .regex(/^(?!0+(\.0+)?[A-Z])\d+(\.\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)$/)
        .meta({ accepted: "bytes as a Kubernetes quantity with its unit, such as `512Mi` or `20Gi`", example });
}

/** A length of time as Go writes it. */
export function duration(example: string) {
    return z
        .string()
        .regex(/^([1-9]\d*h)?([1-9]\d*m)?([1-9]\d*s)?$/)
        .min(1)
        .meta({ accepted: "a length of time in hours, minutes and seconds, such as `24h` or `1h30m`", example });
}

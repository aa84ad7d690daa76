import { z } from "zod";
import { contains, formatCidr, parseCidr, type Range } from "../../kubernetes/cidr";
import { canonicalBytes, canonicalCpu, numberOfBytes } from "../../kubernetes/quantity";

/** Addresses under which clouds hand out credentials to whoever asks; no workload of ours may reach them. */
const metadataServices = ["169.254.169.254", "fd00:ec2::254"];

const hostPattern = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** A TCP port. */
export function port() {
    return z.int().min(1).max(65535).meta({ accepted: "a port, 1 to 65535" });
}

/** A whole number from `least` to `most`. */
export function count(least: number, most: number) {
    return z
        .int()
        .min(least)
        .max(most)
        .meta({ accepted: `a whole number, ${least} to ${most}`, example: String(least) });
}

/** Longest text of a setting. Names, paths and addresses are far shorter; objects of Kubernetes hold 1 MiB in all. */
const LONGEST = 1024;

/** Text that is not blank and stays on one line. */
export function line(accepted: string, example: string) {
    return z
        .string()
        .max(LONGEST)
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

/** A region of AWS. */
export function awsRegion() {
    return z
        .string()
        .regex(/^[a-z]{2,4}(-[a-z]{2,12}){1,3}-\d$/)
        .meta({ accepted: "an AWS region", example: "us-east-1" });
}

/** An absolute http or https URL without credentials, query or fragment. Which scheme an environment takes is a rule. */
export function url(example: string) {
    return z
        .string()
        .max(LONGEST)
        .superRefine((value, context) => {
            const parsed = parseUrl(value);
            if (parsed === undefined || parsed.username !== "" || parsed.password !== "" || /[?#\s]/.test(value)) {
                refuse(context);
            } else if (/[^\x21-\x7e]/.test(value)) {
                // Some programs would encode such a host and others not, and then compare the two.
                refuse(
                    context,
                    "a URL in ASCII, with its host in the encoded form that DNS has (`xn--…`)",
                    parsed.href,
                );
            }
        })
        .meta({ accepted: "a full https URL without user, password, query or fragment", example });
}

/** A web origin exactly as browsers send it in the `Origin` header, or `also`. */
export function origin(example: string, also?: "*") {
    return z
        .string()
        .max(LONGEST)
        .superRefine((value, context) => {
            if (value === also) return;
            if (value.includes("*")) {
                refuse(context, "origins one by one: with `*` any web site could use a visitor's session");
            } else if (parseUrl(value)?.origin !== value) {
                const parsed = parseUrl(value);
                refuse(context, undefined, parsed?.username === "" ? parsed.origin : undefined);
            }
        })
        .meta({ accepted: "an https origin: scheme and host in lower case, without path or trailing slash", example });
}

/** Reports a value. `accepted` explains more than the setting's own text does, `better` is what was probably meant. */
export function refuse(context: z.RefinementCtx, accepted?: string, better?: string): void {
    context.addIssue({ code: "custom", params: { accepted, better } });
}

/** `new URL` for http and https with a host we can compare; `undefined` for anything else. */
export function parseUrl(value: string): URL | undefined {
    if (!/^https?:\/\//.test(value)) return undefined;
    try {
        const parsed = new URL(value);
        return parsed.hostname.includes("*") ? undefined : parsed;
    } catch {
        // Not `URL.canParse`: that of Node.js 20, once it is called often, takes letters like "ï" for an error.
        return undefined;
    }
}

/** An address range, e.g. `10.1.2.3/32`; comes out in canonical spelling. */
export function cidr(example: string) {
    return z
        .string()
        .transform((value, context) => {
            const range = parseCidr(value);
            if (range !== undefined) {
                refuseRange(range, value, context);
                return formatCidr(range);
            }
            const single = parseCidr(singleRange(value));
            const better = single === undefined ? undefined : formatCidr(single);
            refuse(context, better && `an address range; this one address is \`${better}\``, better);
            return z.NEVER;
        })
        .meta({ accepted: "an address range in CIDR notation, IPv4 or IPv6", example });
}

function refuseRange(range: Range, value: string, context: z.RefinementCtx): void {
    const metadata = metadataServices.find((address) => contains(range, address));
    if (range.prefix === 0) {
        refuse(context, "the ranges that are really meant: this one is every address there is");
    } else if (metadata !== undefined) {
        refuse(context, `a range without ${metadata}, where clouds hand out the credentials of the machine`);
    } else if (!range.aligned) {
        // Rounding down silently would open addresses that nobody asked for.
        const aligned = formatCidr(range);
        const single = singleRange(value.replace(/\/.*/, ""));
        refuse(context, `the first address of the range, \`${aligned}\`, or one address, \`${single}\``, single);
    }
}

function singleRange(address: string): string {
    return `${address}/${address.includes(":") ? 128 : 32}`;
}

/** Processor time as a Kubernetes quantity. A bare number is taken too, because `pulumi config set --path` writes `1` as one. */
export function cpu(example: string) {
    return z
        .union([z.string(), z.number()])
        .transform(String)
        .refine((value) => /^(\d{1,6}m|\d{1,3}(\.\d{1,3})?)$/.test(value) && Number.parseFloat(value) > 0)
        .transform(canonicalCpu)
        .meta({ accepted: "cores as a Kubernetes quantity, such as `250m` or `1`; below 1000", example });
}

/** The largest volume that any of the clouds makes. */
const MOST_BYTES = "64Ti";

/**
 * Memory or disk as a Kubernetes quantity. The unit is required: `512` would be 512 bytes and `512m` half a byte.
 *
 * @param least what the software needs
 * @param why what happens with less
 */
export function bytes(example: string, least?: string, why = "the server does not start with less") {
    const accepted = "bytes as a Kubernetes quantity with its unit, such as `512Mi` or `20Gi`";
    return z
        .string()
        .regex(/^(?!0+(\.0+)?[A-Z])\d{1,18}(\.\d{1,9})?(Ki|Mi|Gi|Ti|k|M|G|T)$/)
        .transform(canonicalBytes)
        .superRefine((value, context) => {
            if (numberOfBytes(value) > numberOfBytes(MOST_BYTES)) {
                refuse(context, `at most \`${MOST_BYTES}\``);
            }
            if (least !== undefined && numberOfBytes(value) < numberOfBytes(least)) {
                refuse(context, `at least \`${least}\`: ${why}`, least);
            }
        })
        .meta({ accepted: least === undefined ? accepted : `${accepted}; at least \`${least}\``, example });
}

/** A length of time as Go writes it; at most `mostHours`. */
export function duration(example: string, mostHours: number) {
    return z
        .string()
        .regex(/^([1-9]\d{0,9}h)?([1-9]\d{0,9}m)?([1-9]\d{0,9}s)?$/)
        .min(1)
        .superRefine((value, context) => {
            if (hours(value) > mostHours) refuse(context, `at most \`${mostHours}h\``);
        })
        .meta({ accepted: "a length of time in hours, minutes and seconds, such as `24h` or `1h30m`", example });
}

function hours(duration: string): number {
    const [, h = "0", m = "0", s = "0"] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
    return Number(h) + Number(m) / 60 + Number(s) / 3600;
}

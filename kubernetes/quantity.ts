const FACTORS: Readonly<Record<string, number>> = {
    ...{ "": 1, m: 1e-3, u: 1e-6, n: 1e-9 },
    ...{ k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
    ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/**
 * Number of a Kubernetes quantity: `250m` is 0.25, `1Gi` is 1073741824.
 *
 * @throws Error for text that is no quantity
 */
export function quantity(text: string): number {
    const [, digits, suffix = ""] = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
    const factor = FACTORS[suffix];
    if (digits === undefined || factor === undefined) {
        throw new Error(`"${text}" is not a Kubernetes quantity; write for example 250m, 512Mi or 2Gi`);
    }
    return Number(digits) * factor;
}

/** Whole mebibytes in a quantity of memory, rounded down: what servers are configured with. */
export function mebibytes(memory: string): number {
    return Math.floor(quantity(memory) / 2 ** 20);
}

/**
 * Suffixes of Kubernetes' own spelling of quantities. The API server rewrites every other one (`0.5` to `500m`, `1024Mi` to `1Gi`), and
 * what it rewrites looks like a change that somebody made behind our back.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const DECIMAL = ["", "k", "M", "G", "T", "P", "E"];

/** Cores: `0.5` is `500m`, `2000m` is `2`. */
export function canonicalCpu(text: string): string {
    const millis = text.endsWith("m") ? BigInt(text.slice(0, -1)) : scaled(text, 1000n);
    return millis % 1000n === 0n ? largest(millis / 1000n, DECIMAL, 1000n) : `${millis}m`;
}

/** Bytes: `1024Mi` is `1Gi`, `1.5Gi` is `1536Mi`. A part of a byte counts as a whole one. */
export function canonicalBytes(text: string): string {
    const { suffixes, base } = familyOf(text);
    return largest(numberOfBytes(text), suffixes, base);
}

/** How many bytes a quantity is. */
export function numberOfBytes(text: string): bigint {
    const { suffixes, base } = familyOf(text);
    const [, number = "", suffix = ""] = /^([\d.]+)(.*)$/.exec(text) ?? [];
    return scaled(number, base ** BigInt(suffixes.indexOf(suffix)));
}

function familyOf(text: string): { suffixes: readonly string[]; base: bigint } {
    return text.endsWith("i") ? { suffixes: BINARY, base: 1024n } : { suffixes: DECIMAL, base: 1000n };
}

/** A decimal number times a whole one, rounded up. */
function scaled(number: string, factor: bigint): bigint {
    const [whole = "", fraction = ""] = number.split(".");
    const unit = 10n ** BigInt(fraction.length);
    return (BigInt(`${whole}${fraction}`) * factor + unit - 1n) / unit;
}

/** With the largest suffix that leaves a whole number. */
function largest(value: bigint, suffixes: readonly string[], base: bigint): string {
    const [suffix = "", ...larger] = suffixes;
    return larger.length > 0 && value % base === 0n ? largest(value / base, larger, base) : `${value}${suffix}`;
}

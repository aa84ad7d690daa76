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

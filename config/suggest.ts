/** The candidate that `text` most likely meant; `undefined` if none is close. Numbers are not misspelt. */
export function closest(text: string, candidates: readonly string[]): string | undefined {
    const wanted = plain(text);
    if (!/[a-z]/.test(wanted)) return undefined;
    let best: { candidate: string; distance: number } | undefined;
    for (const candidate of candidates) {
        const known = plain(candidate);
        const abbreviated = wanted.length >= 3 && known.startsWith(wanted);
        const distance = abbreviated ? Math.min(1, editDistance(wanted, known)) : editDistance(wanted, known);
        if (distance <= Math.max(1, Math.floor(known.length / 3)) && distance < (best?.distance ?? Infinity)) {
            best = { candidate, distance };
        }
    }
    return best?.candidate;
}

/** The name without case and separators: `public_base_url` and `publicBaseUrl` are the same to a person. */
export function plain(name: string): string {
    return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** How many characters must be added, removed, changed or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
    const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
    const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        rows.push(row);
        for (let j = 1; j <= b.length; j++) {
            const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
            const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
            row.push(Math.min(changed, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
        }
    }
    return at(a.length, b.length);
}

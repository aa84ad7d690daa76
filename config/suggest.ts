/** The candidate that `text` most likely meant; `undefined` if none is close. */
export function closest(text: string, candidates: readonly string[]): string | undefined {
    const wanted = plain(text);
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

/** Levenshtein distance: how many characters must be added, removed or changed. */
function editDistance(a: string, b: string): number {
    let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const current = [i];
        for (let j = 1; j <= b.length; j++) {
            const changed = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            current.push(Math.min(changed, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[b.length] ?? 0;
}

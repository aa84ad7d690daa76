import { createHash } from "node:crypto";

/** The value a preview uses for a secret that a person has to set, whether it is set or not. */
export function configPlaceholder(key: string): string {
    return `placeholder-${key}`;
}

/**
 * The value a preview uses for a generated password: exactly `length` letters and digits, different for every name, and
 * nothing anyone could take for a real one.
 */
export function passwordPlaceholder(name: string, length: number): string {
    const digest = shortHash(name);
    const words = `placeholder${name.replace(/[^A-Za-z0-9]/g, "")}`;
    // The digest goes last and whole where there is room: names that begin alike stay different.
    return (words.slice(0, Math.max(0, length - digest.length)).padEnd(length - digest.length, "0") + digest).slice(
        0,
        length,
    );
}

/** Eight hexadecimal digits that stand for a text. */
export function shortHash(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

import { createCipheriv, randomBytes } from "node:crypto";

/**
 * Encrypts as Kratos does with `ciphers.algorithm: xchacha20-poly1305`: hex of nonce, ciphertext and tag. Kratos encrypts
 * nothing but what it gets from other identity providers, which the platform does not configure.
 *
 * @param secret 32 characters
 * @see draft-irtf-cfrg-xchacha-03
 */
export function encryptAsKratos(secret: string, message: string): string {
    const nonce = randomBytes(24);
    const key = hchacha20(Buffer.from(secret), nonce.subarray(0, 16));
    const shortNonce = Buffer.concat([Buffer.alloc(4), nonce.subarray(16)]);
    const cipher = createCipheriv("chacha20-poly1305", key, shortNonce, { authTagLength: 16 });
    const sealed = Buffer.concat([cipher.update(message, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([nonce, sealed]).toString("hex");
}

/** Section 2.2: the key for one nonce's first 16 bytes. */
export function hchacha20(key: Buffer, nonce: Buffer): Buffer {
    const state = new Uint32Array(16);
    [...Buffer.from("expand 32-byte k").entries()].forEach(([at, byte]) => {
        state[at >> 2] = (state[at >> 2] ?? 0) | (byte << (8 * (at & 3)));
    });
    for (let word = 0; word < 8; word++) {
        state[4 + word] = key.readUInt32LE(4 * word);
    }
    for (let word = 0; word < 4; word++) {
        state[12 + word] = nonce.readUInt32LE(4 * word);
    }
    for (let round = 0; round < 10; round++) {
        for (const [a, b, c, d] of QUARTERS) {
            quarterRound(state, a, b, c, d);
        }
    }
    const out = Buffer.alloc(32);
    for (let word = 0; word < 4; word++) {
        out.writeUInt32LE(state[word] ?? 0, 4 * word);
        out.writeUInt32LE(state[12 + word] ?? 0, 16 + 4 * word);
    }
    return out;
}

/** The columns, then the diagonals. */
const QUARTERS = [
    [0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
    [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14],
] as const; // prettier-ignore

function quarterRound(state: Uint32Array, a: number, b: number, c: number, d: number): void {
    const mix = (to: number, by: number, rotated: number, bits: number): void => {
        state[to] = (state[to] ?? 0) + (state[by] ?? 0);
        const xored = (state[rotated] ?? 0) ^ (state[to] ?? 0);
        state[rotated] = (xored << bits) | (xored >>> (32 - bits));
    };
    mix(a, b, d, 16);
    mix(c, d, b, 12);
    mix(a, b, d, 8);
    mix(c, d, b, 7);
}

import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";

/** What a server keeps of a password (RFC 5802, with SHA-256 as in RFC 7677). */
export interface Verifier {
    readonly salt: Buffer;
    readonly iterations: number;
    readonly storedKey: Buffer;
    readonly serverKey: Buffer;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const hash = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();

export function verifierOf(password: string): Verifier {
    const salt = randomBytes(28);
    // What MongoDB takes by default.
    const iterations = 15_000;
    const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
    return {
        salt,
        iterations,
        storedKey: hash(hmac(salted, "Client Key")),
        serverKey: hmac(salted, "Server Key"),
    };
}

/** The server's side of one login. A user who does not exist goes the same way and fails at its end. */
export class Exchange {
    readonly user: string;
    readonly #verifier: Verifier;
    readonly #clientFirst: string;
    readonly #serverFirst: string;
    readonly #nonce: string;

    constructor(payload: string, find: (user: string) => Verifier | undefined) {
        const [, , ...bare] = payload.split(",");
        this.#clientFirst = bare.join(",");
        const { n = "", r = "" } = attributes(this.#clientFirst);
        this.user = n.replaceAll("=2C", ",").replaceAll("=3D", "=");
        this.#verifier = find(this.user) ?? verifierOf(randomBytes(32).toString("hex"));
        this.#nonce = r + randomBytes(24).toString("base64");
        const { salt, iterations } = this.#verifier;
        this.#serverFirst = `r=${this.#nonce},s=${salt.toString("base64")},i=${iterations}`;
    }

    first(): string {
        return this.#serverFirst;
    }

    /** The server's proof that it knows the user, or `undefined` where the client's is wrong. */
    final(payload: string): string | undefined {
        const { c, r, p = "" } = attributes(payload);
        const { storedKey, serverKey } = this.#verifier;
        const message = `${this.#clientFirst},${this.#serverFirst},c=${c ?? ""},r=${r ?? ""}`;
        const proof = Buffer.from(p, "base64");
        const signature = hmac(storedKey, message);
        const clientKey = Buffer.from(signature.map((byte, index) => byte ^ (proof[index] ?? 0)));
        const right = proof.length === 32 && timingSafeEqual(hash(clientKey), storedKey);
        // "biws" is "n,,": no channel binding.
        return right && c === "biws" && r === this.#nonce
            ? `v=${hmac(serverKey, message).toString("base64")}`
            : undefined;
    }
}

function attributes(message: string): Readonly<Record<string, string>> {
    return Object.fromEntries(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

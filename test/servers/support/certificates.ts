import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./process";

/** A throw-away authority that signs server certificates, made with the `openssl` command. */
export class Authority {
    readonly #folder: string;
    readonly #env: Readonly<Record<string, string>>;
    #serial = 0;

    constructor(folder: string) {
        this.#folder = folder;
        this.#env = { PATH: process.env["PATH"] ?? "" };
        this.#openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
            "-subj", "/CN=test CA", "-keyout", join(folder, "ca.key"), "-out", this.file); // prettier-ignore
    }

    /** The authority's certificate. */
    get file(): string {
        return join(this.#folder, "ca.crt");
    }

    /** A new key and a certificate for it, by the names that cert-manager gives the files. */
    issue(...names: readonly string[]): { readonly "tls.crt": string; readonly "tls.key": string } {
        this.#serial += 1;
        const path = (suffix: string) => join(this.#folder, `server-${this.#serial}.${suffix}`);
        writeFileSync(path("ext"), `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}\n`);
        this.#openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=server",
            "-keyout", path("key"), "-out", path("csr")); // prettier-ignore
        this.#openssl("x509", "-req", "-in", path("csr"), "-CA", this.file, "-CAkey", join(this.#folder, "ca.key"),
            "-days", "1", "-set_serial", String(1000 + this.#serial), "-extfile", path("ext"), "-out", path("crt")); // prettier-ignore
        return { "tls.crt": readFileSync(path("crt"), "utf8"), "tls.key": readFileSync(path("key"), "utf8") };
    }

    /** Serial number of the certificate issued last, as `openssl x509 -serial` prints it. */
    get lastSerial(): string {
        return (1000 + this.#serial).toString(16).toUpperCase().padStart(4, "0");
    }

    #openssl(...args: string[]): void {
        const { status, stderr } = run("openssl", args, { env: this.#env });
        if (status !== 0) {
            throw new Error(`openssl ${args[0] ?? ""}: ${stderr}`);
        }
    }
}

import { delimiter } from "node:path";
import { run } from "../support/process";

export interface Installation {
    /** A search path on which `nginx` is found: it is not on everybody's. */
    readonly path: string;
    /** Whether it knows `http2 on`, which came with 1.25.1, instead of `listen … http2`. */
    readonly http2Directive: boolean;
}

/** The server to test with. Throws with instructions where there is none: this tier never passes by skipping. */
export function findNginx(): Installation {
    const path = [process.env["PATH"] ?? "", "/usr/sbin", "/usr/local/sbin"].join(delimiter);
    const version = (): string => {
        try {
            return run("nginx", ["-v"], { env: { PATH: path } }).stderr;
        } catch {
            return "";
        }
    };
    const numbers = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(version());
    if (numbers === null) {
        throw new Error("nginx not found. These tests need nginx, 1.22 or later, with its TLS: apt-get install nginx.");
    }
    const [major = 0, minor = 0, patch = 0] = numbers.slice(1).map(Number);
    return { path, http2Directive: major * 1e6 + minor * 1e3 + patch >= 1_025_001 };
}

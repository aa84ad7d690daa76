/** Where a command writes; `process.stdout` and `process.stderr` are two, tests pass their own. */
export interface Output {
    readonly isTTY?: boolean;
    write(text: string): unknown;
}

export interface Terminal {
    readonly stdout: Output;
    readonly stderr: Output;
}

/** Text styles for one stream; plain where it is not a terminal or `NO_COLOR` is set (https://no-color.org). */
export interface Style {
    readonly bold: (text: string) => string;
    readonly dim: (text: string) => string;
    readonly red: (text: string) => string;
    readonly yellow: (text: string) => string;
    readonly green: (text: string) => string;
}

export function style(output: Output): Style {
    const noColor = process.env["NO_COLOR"];
    const plain = output.isTTY !== true || (noColor !== undefined && noColor !== "");
    const sgr = (on: number, off: number) => (text: string) => (plain ? text : `\x1b[${on}m${text}\x1b[${off}m`);
    return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), yellow: sgr(33, 39), green: sgr(32, 39) };
}

/** Says what is going on: one line that is overwritten on a terminal, one line per step elsewhere. */
export class Progress {
    readonly #output: Output;

    constructor(output: Output) {
        this.#output = output;
    }

    step(text: string): void {
        this.#output.write(this.#output.isTTY === true ? `\r\x1b[K${text} …` : `${text}\n`);
    }

    /** Removes the line that is being overwritten, so that the next output starts clean. */
    clear(): void {
        if (this.#output.isTTY === true) {
            this.#output.write("\r\x1b[K");
        }
    }
}

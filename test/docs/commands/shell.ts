/** The words of one command, without its redirections. What a shell would have to work out is `$`. */
export type Words = readonly string[];

/** The simple commands in a piece of shell, those in `$(…)` included, in the order in which they end. */
export function commandsIn(script: string): Words[] {
    return new Reader(script).read();
}

/** Reads as much of a POSIX shell's grammar as people type into a terminal: quotes, comments, substitutions, here-documents. */
class Reader {
    #at = 0;
    readonly #found: Words[] = [];
    #words: string[] = [];
    #word: string | undefined;
    /** The next word is a redirection's file. */
    #redirected = false;

    constructor(private readonly text: string) {}

    /** Up to the end, or to the bracket that ends a substitution. */
    read(nested = false): Words[] {
        while (this.#at < this.text.length) {
            const char = this.text[this.#at] ?? "";
            if (nested && char === ")") break;
            this.#step(char);
        }
        this.#endCommand();
        return this.#found;
    }

    #step(char: string): void {
        const rest = this.text.slice(this.#at);
        const here = /^<<-?\s*(['"]?)(\w+)\1/.exec(rest);
        if (here !== null) {
            this.#skipDocument(here[0].length, here[2] ?? "");
        } else if (rest.startsWith("\\\n")) {
            this.#at += 2;
        } else if (char === "'") {
            this.#quoted();
        } else if (char === '"') {
            this.#doubleQuoted();
        } else if (char === "$") {
            this.#expansion();
        } else if (char === "#" && this.#word === undefined) {
            this.#at = this.#find("\n");
        } else if (/[\n;|&()]/.test(char)) {
            this.#at += 1;
            this.#endCommand();
        } else if (/[<>]/.test(char)) {
            this.#at += 1;
            this.#endWord();
            this.#redirected = true;
        } else if (/\s/.test(char)) {
            this.#at += 1;
            this.#endWord();
        } else {
            this.#at += 1;
            this.#add(char);
        }
    }

    #add(text: string): void {
        this.#word = (this.#word ?? "") + text;
    }

    #endWord(): void {
        if (this.#word !== undefined && !this.#redirected) this.#words.push(this.#word);
        if (this.#word !== undefined) this.#redirected = false;
        this.#word = undefined;
    }

    #endCommand(): void {
        this.#endWord();
        const first = this.#words.findIndex((word) => !/^(\w+=.*|[{}]|do|then|else)$/s.test(word));
        if (first >= 0) this.#found.push(this.#words.slice(first));
        this.#words = [];
        this.#redirected = false;
    }

    #quoted(): void {
        const end = this.text.indexOf("'", this.#at + 1);
        if (end < 0) throw new Error(`A quote without an end: ${this.text}`);
        this.#add(this.text.slice(this.#at + 1, end));
        this.#at = end + 1;
    }

    #doubleQuoted(): void {
        this.#at += 1;
        this.#add("");
        while (this.text[this.#at] !== '"') {
            const char = this.text[this.#at];
            if (char === undefined) throw new Error(`A quote without an end: ${this.text}`);
            if (char === "$") {
                this.#expansion();
                continue;
            }
            if (char === "\\") this.#at += 1;
            this.#add(this.text[this.#at] ?? "");
            this.#at += 1;
        }
        this.#at += 1;
    }

    #expansion(): void {
        this.#add("$");
        this.#at += 1;
        if (this.text[this.#at] !== "(") {
            const [name = ""] = /^(\{[^}]*\}|\w+|[@?*!])/.exec(this.text.slice(this.#at)) ?? [];
            this.#at += name.length;
            return;
        }
        const inner = new Reader(this.text.slice(this.#at + 1));
        this.#found.push(...inner.read(true));
        this.#at += inner.#at + 2;
    }

    #skipDocument(length: number, end: string): void {
        this.#endWord();
        const from = this.#find("\n");
        const rest = this.text.slice(this.#at + length, from);
        const close = new RegExp(`\\n\\s*${end}(?=\\n|$)`).exec(this.text.slice(from));
        if (close === null) throw new Error(`A here-document without its ${end}: ${this.text}`);
        for (const words of commandsIn(rest.replace(/^[^|&;]*/, ""))) this.#found.push(words);
        this.#at = from + close.index + close[0].length;
        this.#endCommand();
    }

    #find(text: string): number {
        const found = this.text.indexOf(text, this.#at);
        return found < 0 ? this.text.length : found;
    }
}

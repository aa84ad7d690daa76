import { type Field, MalformedValue } from "../../../../kubernetes/field";

/** What a client asks for. */
export interface Asked {
    readonly host: string;
    readonly path: string;
}

/** Which requests a route of Traefik is for. */
export interface Match {
    /** Every host that it can be for. @default any */
    readonly hosts?: readonly string[];
    /** Whether it is for a request; `undefined` if headers, methods or addresses decide. */
    isFor(asked: Asked): boolean | undefined;
}

/**
 * Reads the `match` of a route.
 *
 * @throws MalformedValue if it is no rule that Traefik 3 knows, or cannot be read here
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function readMatch(at: Field): Match {
    return new Parser(at).whole();
}

/** A name with its arguments, a sign, or what is neither. */
const TOKEN = /\s*(?:(&&|\|\||[!(),])|(\w+)|`([^`]*)`|("(?:[^"\\]|\\.)*")|(\S))/gy;

interface Token {
    readonly kind: "sign" | "name" | "text";
    readonly value: string;
}

class Parser {
    readonly #tokens: Token[] = [];
    readonly #at: Field;

    constructor(at: Field) {
        this.#at = at;
        for (const [, sign, name, raw, quoted, other] of (at.text ?? "").trimEnd().matchAll(TOKEN)) {
            if (other !== undefined) throw this.#malformed();
            const text = raw ?? (quoted === undefined ? undefined : unquoted(quoted));
            this.#tokens.push(
                sign !== undefined
                    ? { kind: "sign", value: sign }
                    : name !== undefined
                      ? { kind: "name", value: name }
                      : { kind: "text", value: text ?? "" },
            );
        }
    }

    whole(): Match {
        const match = this.#or();
        if (this.#tokens.length > 0) throw this.#malformed();
        return match;
    }

    #or(): Match {
        const parts = [this.#and()];
        while (this.#takes("||")) parts.push(this.#and());
        return anyOf(parts);
    }

    #and(): Match {
        const parts = [this.#not()];
        while (this.#takes("&&")) parts.push(this.#not());
        return allOf(parts);
    }

    #not(): Match {
        if (this.#takes("!")) return not(this.#not());
        if (!this.#takes("(")) return this.#call();
        const inner = this.#or();
        this.#needs(")");
        return inner;
    }

    #call(): Match {
        const name = this.#next("name");
        const values: string[] = [];
        this.#needs("(");
        do values.push(this.#next("text"));
        while (this.#takes(","));
        this.#needs(")");
        return this.#matcher(name.toLowerCase(), values);
    }

    #matcher(name: string, [value = ""]: readonly string[]): Match {
        switch (name) {
            case "host":
                return { hosts: [value], isFor: ({ host }) => host.toLowerCase() === value.toLowerCase() };
            case "path":
                return { isFor: ({ path }) => path === value };
            case "pathprefix":
                return { isFor: ({ path }) => path.startsWith(value) };
            case "pathregexp": {
                const pattern = this.#pattern(value);
                return { isFor: ({ path }) => pattern.test(path) };
            }
            case "hostregexp": {
                const pattern = this.#pattern(value);
                return { isFor: ({ host }) => pattern.test(host) };
            }
            case "clientip":
            case "header":
            case "headerregexp":
            case "method":
            case "query":
            case "queryregexp":
                return { isFor: () => undefined };
            default:
                throw this.#malformed();
        }
    }

    /** Go's expressions begin with their flags. */
    #pattern(source: string): RegExp {
        const [, flags, rest] = /^(\(\?i\))?([^]*)$/.exec(source) ?? [];
        try {
            return new RegExp(rest ?? "", flags === undefined ? "" : "i");
        } catch {
            throw this.#malformed();
        }
    }

    #takes(sign: string): boolean {
        const [next] = this.#tokens;
        if (next?.kind !== "sign" || next.value !== sign) return false;
        this.#tokens.shift();
        return true;
    }

    #needs(sign: string): void {
        if (!this.#takes(sign)) throw this.#malformed();
    }

    #next(kind: Token["kind"]): string {
        const next = this.#tokens.shift();
        if (next?.kind !== kind) throw this.#malformed();
        return next.value;
    }

    #malformed(): MalformedValue {
        return new MalformedValue(`${this.#at.path} is no rule that can be read here`);
    }
}

function unquoted(text: string): string | undefined {
    try {
        return String(JSON.parse(text));
    } catch {
        return undefined;
    }
}

function anyOf(parts: readonly Match[]): Match {
    const hosts = parts.map((part) => part.hosts);
    const known = hosts.flatMap((names) => names ?? []);
    return {
        ...(hosts.includes(undefined) ? {} : { hosts: known }),
        isFor: (asked) => {
            const answers = parts.map((part) => part.isFor(asked));
            return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
        },
    };
}

function allOf(parts: readonly Match[]): Match {
    const hosts = parts.find((part) => part.hosts !== undefined)?.hosts;
    return {
        ...(hosts === undefined ? {} : { hosts }),
        isFor: (asked) => {
            const answers = parts.map((part) => part.isFor(asked));
            return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
        },
    };
}

function not(part: Match): Match {
    return {
        isFor: (asked) => {
            const answer = part.isFor(asked);
            return answer === undefined ? undefined : !answer;
        },
    };
}

import { type Field, isRecord } from "../../field";
import type { Container } from "../../pod";
import { cis, seed } from "../../references";
import type { PolicyObject } from "../../resource";
import { type Finding, judged, type Rule } from "../../rule";
import { isSecretLiteral, isSecretName, looksRandom, secretForm, secretsInText } from "../../secret-literals";

const WRITE = "a reference to a key of a Secret";

export const secretLiteral: Rule = {
    id: "secret-literal",
    title: "Secrets stand in Secrets, nowhere else",
    description:
        "Environment values, command lines, annotations and ConfigMaps are shown by every tool, logged, cached and readable by many more people than a Secret. A value written there is also in the program's source or its state.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("Kratos production setup", "2. Secret Management"),
        seed("KATO security guide", "Secrets Management; checklist: Secrets stored in vault (not environment files)"),
        cis("5.4.1", "Prefer using secrets as files over secrets as environment variables"),
    ],
    remediation:
        "Put the value into a Secret and mount it as a file; if the software reads only variables, use `valueFrom: { secretKeyRef }`. Then change the secret: it has been seen.",
    kinds: "kubernetes",
    check(object) {
        if (object.is("", "Secret")) {
            return [];
        }
        // A Pod's own metadata is the object's; a template has some of its own.
        const metadata = [object.props.at("metadata"), ...(object.pod === undefined ? [] : [object.pod.metadata])];
        const sites = [
            ...metadata.slice(object.is("", "Pod") ? 1 : 0).flatMap(annotationSites),
            ...(object.pod?.containers.flatMap(containerSites) ?? []),
            ...configMapSites(object),
        ];
        const results = sites.flatMap((site) => judged(() => judgeSite(object, site)));
        const named = new Set(results.map((result) => ("at" in result ? result.at.path : result.unknownPath)));
        return [...results, ...secretsByForm(object.props).filter(({ at }) => !named.has(at.path))];
    },
};

/** A place where people put secrets. */
interface Site {
    readonly at: Field;
    /** What is wrong with its text, if anything; never the value. */
    readonly judge: (text: string) => string | undefined;
}

function judgeSite(object: PolicyObject, { at, judge }: Site): Finding | undefined {
    const { value } = at;
    // Marked by the program itself, whatever it looks like.
    if (object.isSecret(at.path)) {
        return violation(at, "a value that is marked secret");
    }
    // YAML makes a number of a password of digits; the API takes neither that nor anything else for a text.
    const text = typeof value === "number" ? String(value) : value;
    const found = typeof text === "string" ? judge(text) : undefined;
    return found === undefined ? undefined : violation(at, found);
}

function violation(at: Field, found: string): Finding {
    return { at, found, expected: "no secret", write: WRITE };
}

function containerSites({ field }: Container): Site[] {
    const variables = field
        .at("env")
        .items()
        .map((variable): Site => ({
            at: variable.at("value"),
            judge: (value) => {
                const name = variable.at("name").text ?? "";
                return isSecretLiteral(name, value) || looksRandom(value) ? `a literal for "${name}"` : undefined;
            },
        }));
    const words = ["command", "args"].flatMap((list) => {
        const fields = field.at(list).items();
        return fields.map((at, index): Site => ({ at, judge: (word) => judgeWord(word, fields[index - 1]?.text) }));
    });
    return [...variables, ...words];
}

/** A word of a command line; a secret may follow its flag in the next word. */
function judgeWord(word: string, before: string | undefined): string | undefined {
    const flag = /^--?([\w-]+)$/.exec(before ?? "")?.[1];
    if (flag !== undefined && !word.startsWith("-") && isSecretLiteral(flag, word)) {
        return `a literal for "${flag}"`;
    }
    return secretsInText(word)[0] ?? (looksRandom(word.replace(/^--?[\w-]+=/, "")) ? "a random value" : undefined);
}

function annotationSites(metadata: Field): Site[] {
    return metadata
        .at("annotations")
        .entries()
        .map(([key, at]) => ({
            at,
            judge: (value) => {
                const name = key.slice(key.lastIndexOf("/") + 1);
                // An annotation `…-secret` names a Secret: that is what controllers use them for.
                const literal = !/secrets?$/i.test(name) && isSecretLiteral(name, value);
                return literal ? `a literal for "${name}"` : secretsInText(value)[0];
            },
        }));
}

function configMapSites(object: PolicyObject): Site[] {
    if (!object.is("", "ConfigMap")) {
        return [];
    }
    const texts = object.props
        .at("data")
        .entries()
        .map(([key, at]): Site => ({
            at,
            judge: (text) => (isSecretLiteral(key, text) ? `a literal for "${key}"` : list(secretsInText(text))),
        }));
    const files = object.props
        .at("binaryData")
        .entries()
        .map(([key, at]): Site => ({
            at,
            judge: (base64) =>
                isSecretName(key)
                    ? `a literal for "${key}"`
                    : secretForm(Buffer.from(base64, "base64").toString("latin1")),
        }));
    return [...texts, ...files];
}

function list(texts: readonly string[]): string | undefined {
    return texts.length === 0 ? undefined : texts.join(", ");
}

/**
 * Texts anywhere in the object that are secrets by their form. Unknown ones are passed over: most fields of most objects
 * are no place for a secret, and what is not known yet was not written down.
 */
function secretsByForm(root: Field): Finding[] {
    const findings: Finding[] = [];
    const keys: (string | number)[] = [];
    const visit = (value: unknown): void => {
        if (typeof value === "string") {
            const form = secretForm(value);
            findings.push(...(form === undefined ? [] : [violation(root.at(...keys), form)]));
        } else if (Array.isArray(value)) {
            value.forEach((item: unknown, index) => {
                visitAt(index, item);
            });
        } else if (isRecord(value)) {
            for (const key of Object.keys(value)) {
                visitAt(key, value[key]);
            }
        }
    };
    const visitAt = (key: string | number, value: unknown): void => {
        keys.push(key);
        visit(value);
        keys.pop();
    };
    visit(root.value);
    return findings;
}

import { formatPath, isRecord } from "../../../kubernetes/field";
import { cis, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Finding, Rule, Undecided } from "../../engine/rule";
import { secretForm } from "./forms";
import { isSecretLiteral, isSecretName, looksRandom, namesSecretObject, secretsInText } from "./literals";
import { holdsSecrets } from "./places";
import { type Key, type Leaf, leaves } from "./texts";

/** What a text at some place is: a secret (never its value), nothing of interest, or not decided as it is not known. */
type Verdict = string | undefined | typeof UNDECIDED;
const UNDECIDED = Symbol("undecided");

export const secretLiteral: Rule = {
    id: "secret-literal",
    title: "Secrets are written down in Secrets, nowhere else",
    description:
        "Environment values, command lines, labels, annotations, ConfigMaps, URLs, the values of a chart, tags: they are shown by every tool, logged, cached, and readable by many more people than a Secret. A value written there also stands in the program's source or in its state.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("Kratos production setup", "2. Secret Management"),
        seed("KATO security guide", "Secrets Management; checklist: Secrets stored in vault (not environment files)"),
        cis("5.4.1", "Prefer using secrets as files over secrets as environment variables"),
    ],
    remediation:
        "Put the value into a Secret and mount it as a file; if the software reads only variables, use `valueFrom: { secretKeyRef }`, and of a chart its `existingSecret`. Then change the secret: it has been seen.",
    kinds: "any",
    check(object) {
        const props = object.props.value;
        if (!isRecord(props)) {
            return [];
        }
        const judge = object.isKubernetes ? judgeKubernetes : judgeOther;
        return leaves(props, (keys) => isPassedOver(object, keys)).flatMap((leaf) => {
            const verdict = judge(leaf, object) ?? (leaf.text === undefined ? undefined : secretForm(leaf.text));
            return verdict === undefined ? [] : result(object, leaf, verdict);
        });
    },
};

function result(object: PolicyObject, { keys }: Leaf, verdict: string | typeof UNDECIDED): (Finding | Undecided)[] {
    const at = object.props.at(...keys);
    // What the program marks is not written down; where it may stand is for `secret-placement` to say.
    if (object.isSecret(at.path)) {
        return [];
    }
    return verdict === UNDECIDED
        ? [{ unknownPath: at.path }]
        : [{ at, found: verdict, expected: "no secret", write: "a reference to a key of a Secret" }];
}

function isPassedOver(object: PolicyObject, keys: readonly Key[]): boolean {
    // The texts of a definition describe fields, and give examples.
    return (
        (keys.length === 1 && holdsSecrets(object, formatPath(keys))) ||
        (keys.at(-1) === "description" && object.is("apiextensions.k8s.io", "CustomResourceDefinition"))
    );
}

/** Lists and maps in which people write secrets, and what contains them: unknown, they may hold anything. */
const HOLDERS: ReadonlySet<Key | undefined> = new Set([
    ...["metadata", "annotations", "spec", "template", "jobTemplate", "values"],
    ...["containers", "initContainers", "ephemeralContainers", "env", "command", "args"],
]);

function judgeKubernetes(leaf: Leaf, object: PolicyObject): Verdict {
    const { keys, text } = leaf;
    const key = keys.at(-1);
    const parent = keys.at(-2);
    if (object.is("", "ConfigMap") && (keys[0] === "data" || keys[0] === "binaryData")) {
        return judgeConfigMap(leaf);
    }
    if (typeof key === "string" && (parent === "annotations" || parent === "labels")) {
        return judgeAnnotation(key.slice(key.lastIndexOf("/") + 1), text);
    }
    return judgeAnywhere(leaf);
}

/** Outside Kubernetes, a field's own name says what is in it. */
function judgeOther(leaf: Leaf): Verdict {
    const { keys, text } = leaf;
    const name = keys.findLast((key) => typeof key === "string") ?? "";
    const found = judgeAnywhere(leaf);
    return found ?? judgeAnnotation(name, text);
}

/** Pairs of a name and a value, and command lines, in whatever kind they stand. */
function judgeAnywhere({ keys, text, holder }: Leaf): Verdict {
    const key = keys.at(-1);
    if (key === "value" && isRecord(holder) && typeof holder["name"] === "string") {
        return judgeVariable(holder["name"], text);
    }
    if (key === "command" || key === "args" || (typeof key === "number" && isCommandLine(keys.at(-2)))) {
        const before: unknown = Array.isArray(holder) ? holder[Number(key) - 1] : undefined;
        return judgeWord(text, typeof before === "string" ? before : "");
    }
    const holderOf = keys.findLast((candidate) => typeof candidate === "string");
    return text === undefined && HOLDERS.has(holderOf) ? UNDECIDED : undefined;
}

function isCommandLine(key: Key | undefined): boolean {
    return key === "command" || key === "args";
}

function judgeVariable(name: string, value: string | undefined): Verdict {
    if (value === undefined) {
        return isSecretName(name) ? UNDECIDED : undefined;
    }
    return isSecretLiteral(name, value) || looksRandom(value)
        ? literal(name)
        : (authorization(name, value) ?? secretsInText(value)[0]);
}

/** A header of a probe or of a route that logs in. */
function authorization(name: string, value: string): Verdict {
    return /^(?:proxy-)?authorization$/i.test(name) ? secretForm(`${name}: ${value}`) : undefined;
}

/** A word of a command line; a secret may follow its flag in the next word. */
function judgeWord(word: string | undefined, before: string): Verdict {
    const flag = /^--?([\w-]+)$/.exec(before)?.[1];
    if (word === undefined) {
        return flag !== undefined && !isSecretName(flag) ? undefined : UNDECIDED;
    }
    if (flag !== undefined && !word.startsWith("-") && isSecretLiteral(flag, word)) {
        return literal(flag);
    }
    return secretsInText(word)[0] ?? (looksRandom(word.replace(/^--?[\w-]+=/, "")) ? "a random value" : undefined);
}

function judgeAnnotation(name: string, value: string | undefined): Verdict {
    if (value === undefined) {
        return isSecretName(name) ? UNDECIDED : undefined;
    }
    const isLiteral = isSecretLiteral(name, value) && !namesSecretObject(name, value);
    return isLiteral ? literal(name) : secretsInText(value)[0];
}

function judgeConfigMap({ keys, text }: Leaf): Verdict {
    const [field, key] = keys;
    if (typeof key !== "string") {
        return text === undefined ? UNDECIDED : undefined;
    }
    if (text === undefined) {
        // A file may have anything in it; what is no file is a value, and its name says which.
        return key.includes(".") || isSecretName(key) ? UNDECIDED : undefined;
    }
    if (field === "binaryData") {
        return isSecretName(key) ? literal(key) : secretForm(Buffer.from(text, "base64").toString("latin1"));
    }
    const names = secretsInText(text);
    return isSecretLiteral(key, text) ? literal(key) : names.length === 0 ? undefined : names.join(", ");
}

function literal(name: string): string {
    return `a literal for "${name}"`;
}

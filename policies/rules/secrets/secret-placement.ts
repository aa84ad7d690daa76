import { type Field, formatPath } from "../../../kubernetes/field";
import { cis, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Rule } from "../../engine/rule";
import { holdsSecrets } from "./places";
import type { Key } from "./texts";

/** Resources of these packages exist in the state alone, which encrypts what is marked. */
const IN_STATE_ONLY = /^(?:random|tls):/;
/** What a provider logs in with, but for what it writes on everything that it makes. */
const PROVIDER = /^pulumi:providers:/;
const WRITTEN_ON_RESOURCES = /^(?:default|ignore)Tags(?:[.[]|$)/;
/** Where Helm gets a chart from. */
const CHART = /^kubernetes:helm\.sh\/v\d:(?:Release|Chart)$/;
const REPOSITORY = /^repositoryOpts(?:[.[]|$)/;

export const secretPlacement: Rule = {
    id: "secret-placement",
    title: "What the program marks as secret goes into Secrets and secret versions only",
    description:
        "The mark follows a value through the program, so it shows where a password ends up: in a name, an annotation, a ConfigMap, a tag, the values of a chart. Pulumi still encrypts it in its state there, and everybody who may look at the object reads it. Apart from the data of a Secret and a version in AWS Secrets Manager, only what stays in the state may be secret: outputs, generators, and what a provider logs in with.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Secrets Management; checklist: Secrets stored in vault (not environment files)"),
        seed("Kratos production setup", "2. Secrets Management"),
        cis("5.4.1", "Prefer using secrets as files over secrets as environment variables"),
    ],
    remediation:
        "Put the value into a Secret and refer to its key. If it was only made from a secret and gives nothing of it away, such as the checksum of a long random one, say so with `pulumi.unsecret`.",
    kinds: "any",
    check(object) {
        // Most resources have no secret at all.
        if ((object.source.secretPaths ?? []).length === 0) {
            return [];
        }
        return markedPlaces(object)
            .filter(({ path }) => !mayBeSecret(object, path))
            .map((at) => ({
                at,
                found: "a value that is marked secret",
                expected: "none outside the data of a Secret",
                write: "a reference to a key of a Secret",
            }));
    },
};

/** The outermost fields that are marked. */
function markedPlaces(object: PolicyObject): Field[] {
    const found: Field[] = [];
    const visit = (value: unknown, keys: readonly Key[]): void => {
        const path = formatPath(keys);
        if (object.isSecret(path)) {
            found.push(object.props.at(...keys));
        } else if (Array.isArray(value)) {
            value.forEach((item: unknown, index) => {
                visit(item, [...keys, index]);
            });
        } else if (typeof value === "object" && value !== null) {
            Object.entries(value).forEach(([key, item]) => {
                visit(item, [...keys, key]);
            });
        }
    };
    visit(object.props.value, []);
    return found;
}

function mayBeSecret(object: PolicyObject, path: string): boolean {
    const { type } = object;
    return (
        holdsSecrets(object, path) ||
        // A Secret that is marked as a whole is one that was put together from secrets.
        (path === "" && object.is("", "Secret")) ||
        IN_STATE_ONLY.test(type) ||
        (PROVIDER.test(type) && !WRITTEN_ON_RESOURCES.test(path)) ||
        (CHART.test(type) && REPOSITORY.test(path))
    );
}

import { mirrored } from "../../images";
import { registryOf } from "../../kubernetes/image";
import { type Finding, remove, say, set } from "../finding";
import { katoVariables, platformVariables } from "../kato-variables";
import { formatPath } from "../path";
import { numberOfBytes } from "../../kubernetes/quantity";
import { type Draft, isShared, type Rule } from "./rule";

const originExample = "https://app.yourdomain.com";

/** Where `*` stands for every origin there is. */
function wildcards({ kato }: Draft): (readonly (string | number)[])[] {
    const origins = kato?.cors?.origins ?? [];
    return origins.flatMap((origin, i) => (origin === "*" ? [["kato", "cors", "origins", i]] : []));
}

/** Credentials for every origin: KATO's CORS middleware would answer each one that asks with its own name. */
export const credentialsAreForSome: Rule = (draft) =>
    draft.kato?.cors?.credentials !== true
        ? []
        : wildcards(draft).map((path) => ({
              path,
              expected:
                  "origins one by one, as long as `kato.cors.credentials` is on: with `*` any web site could use a visitor's login",
              fixes: [
                  set(path, originExample),
                  ...(isShared(draft) ? [] : [say("or"), set(["kato", "cors", "credentials"], "false")]),
              ],
          }));

/** A login that is not asked for is of no use, and the image's own registry then refuses to hand it out. */
export const loginIsOfTheImage: Rule = ({ kato, images }) => {
    if (kato?.image === undefined || kato.registry?.server === undefined) return [];
    const mirrors = (images?.mirrors ?? []).flatMap((mirror) =>
        mirror?.from === undefined || mirror.to === undefined ? [] : [{ from: mirror.from, to: mirror.to }],
    );
    const registry = registryOf(mirrored(kato.image, mirrors));
    if (registry === kato.registry.server) return [];
    const path = ["kato", "registry", "server"];
    return [{ path, expected: `${registry}, which \`kato.image\` is pulled from`, fixes: [set(path, registry)] }];
};

/** What Python with a web framework takes before its first request. Development has a small stand-in. */
const LEAST_MEMORY = "128Mi";

/** Outside development: KATO can start. */
export const katoHasMemory: Rule = ({ kato }) => {
    const memory = kato?.resources?.memory;
    if (memory === undefined || numberOfBytes(memory) >= numberOfBytes(LEAST_MEMORY)) return [];
    const path = ["kato", "resources", "memory"];
    const expected = `at least \`${LEAST_MEMORY}\`: KATO does not start with less`;
    return [{ path, expected, fixes: [set(path, LEAST_MEMORY)] }];
};

/** Outside development: no `*`. Security guide, "CORS Security Best Practices". */
export const originsAreNamed: Rule = (draft) =>
    wildcards(draft).map((path) => ({
        path,
        expected: "origins one by one; `*` is for development",
        fixes: [set(path, originExample)],
    }));

/** Outside development: CORS is on for somebody. */
export const originsAreGiven: Rule = ({ kato }) => {
    if (kato?.cors?.enabled !== true || kato.cors.origins?.length !== 0) return [];
    const path = ["kato", "cors", "origins"];
    return [
        {
            path,
            expected: "at least one origin as long as `kato.cors.enabled` is on",
            fixes: [set([...path, 0], originExample), say("or"), set(["kato", "cors", "enabled"], "false")],
        },
    ];
};

/** Whoever withdraws the generation that is in use locks every client out. */
export const someKeysAreAccepted: Rule = ({ kato, secrets }) => {
    const { withdrawn } = kato?.apiKeys ?? {};
    const { katoApiKeys } = secrets?.generations ?? {};
    if (withdrawn === undefined || katoApiKeys === undefined || withdrawn < katoApiKeys) return [];
    const path = ["kato", "apiKeys", "withdrawn"];
    return [
        {
            path,
            expected: `less than \`secrets.generations.katoApiKeys\`, ${katoApiKeys}, whose keys are the ones in use`,
            fixes: [set(path, String(katoApiKeys - 1))],
        },
    ];
};

/** Production: two pods carry the load while one is replaced or lost. */
export const thereAreThree: Rule = ({ kato }) => {
    const { min, max } = kato?.replicas ?? {};
    if (min === undefined || min >= 3) return [];
    const path = ["kato", "replicas", "min"];
    const raise = max !== undefined && max < 3 ? [set(["kato", "replicas", "max"], "3")] : [];
    return [
        {
            path,
            expected: "at least 3: two are left while one is replaced or lost",
            fixes: [set(path, "3"), ...raise],
        },
    ];
};

/** An autoscaler whose most is below its least is refused by Kubernetes, at the very end of a deployment. */
export const mostIsNotBelowLeast: Rule = ({ kato }) => {
    const { min, max } = kato?.replicas ?? {};
    if (min === undefined || max === undefined || max >= min) return [];
    const path = ["kato", "replicas", "max"];
    return [{ path, expected: `at least \`kato.replicas.min\`, ${min}`, fixes: [set(path, String(min))] }];
};

/** A variable that is set twice has one of the two values, and a name that is none keeps the pod from starting. */
export const extraVariablesAreFree: Rule = ({ kato }) =>
    Object.keys(kato?.extraEnv ?? {}).flatMap((name): Finding[] => {
        const path = ["kato", "extraEnv", name];
        // Nothing here shows a value: whoever writes MONGO_PASSWORD writes a password.
        if (platformVariables.includes(name)) {
            const expected = `a variable that the platform does not set itself${instead(name)}`;
            return [{ path, found: "a value that is not shown", expected, fixes: [remove(path)] }];
        }
        if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
        const expected = "a name of letters, digits and `_` that does not begin with a digit";
        return [{ path, found: `the name ${JSON.stringify(name)}`, expected, fixes: [say("rename it")] }];
    });

/** The same of those that are secret. */
export const secretVariablesAreFree: Rule = ({ kato }) => {
    const names = kato?.extraSecretEnv ?? [];
    return names.flatMap((name, at): Finding[] => {
        if (name === undefined) return [];
        const path = ["kato", "extraSecretEnv", at];
        const refused = (expected: string) => [{ path, expected, fixes: [remove(path)] }];
        if (platformVariables.includes(name)) {
            return refused(`a variable that the platform does not set itself${instead(name)}`);
        }
        if (names.indexOf(name) < at) return refused("each name once");
        return Object.hasOwn(kato?.extraEnv ?? {}, name)
            ? refused("a name that is not in `kato.extraEnv` as well")
            : [];
    });
};

function instead(name: string): string {
    const keys = katoVariables.find(({ variable }) => variable === name)?.keys ?? [];
    return keys.length === 0 ? "" : `: ${keys.map((key) => `\`${formatPath(key)}\``).join(" and ")} in its place`;
}

import { encryptPart, type Finding, remove, say } from "../finding";
import { fullKey } from "../project";
import { secretVariables } from "../secret-env";
import type { Rule } from "./rule";

const KEY = "katoSecretEnv";
/** KATO's credentials are one value in AWS Secrets Manager, which holds 64 KiB. */
const MOST_BYTES = 32 * 1024;

/** Each variable that is named has a value, each value a name, and all have room where they go. No message shows a value. */
export const secretVariablesAreGiven: Rule = ({ kato, katoSecretEnv }, source): Finding[] => {
    if (katoSecretEnv === undefined || source.withheld?.has(fullKey(KEY)) === true) return [];
    const names = (kato?.extraSecretEnv ?? []).filter((name) => name !== undefined);
    if (names.length === 0) return [];
    const values = secretVariables(katoSecretEnv);
    if (values === undefined) {
        const expected = "an object with a value for each name in `kato.extraSecretEnv`";
        return [{ path: [KEY], expected, fixes: [remove([KEY]), ...names.map((name) => encryptPart(KEY, name))] }];
    }
    const missing = names.filter((name) => (values[name] ?? "") === "");
    const unnamed = Object.keys(values).filter((name) => !names.includes(name));
    const bytes = Object.values(values).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
    return [
        ...missing.map((name) => ({
            path: [KEY, name],
            found: "no text",
            expected: "a value that is text and not empty, because `kato.extraSecretEnv` names it",
            fixes: [encryptPart(KEY, name)],
        })),
        ...unnamed.map((name) => ({
            path: [KEY, name],
            found: "a value that is not shown",
            expected: "only names that are in `kato.extraSecretEnv`: this one would reach nobody",
            fixes: [remove([KEY, name]), say("or add the name there")],
        })),
        ...(bytes > MOST_BYTES
            ? [
                  {
                      path: [KEY],
                      found: `${bytes} bytes`,
                      expected: `at most ${MOST_BYTES} bytes in all`,
                      fixes: [say("mount what is larger from a place of its own")],
                  },
              ]
            : []),
    ];
};

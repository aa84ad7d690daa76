import type { Finding } from "../finding";
import type { Rule } from "./rule";

/** The setting as Pulumi knows it: for these, no provider is made from whatever is set on the machine. */
export const DISABLED = "pulumi:disable-default-providers";

/** Providers that reach a cluster or an account, and so are made by the program with the context or region named. */
const explicit = ["kubernetes", "aws"];

/** The providers for which Pulumi makes none by itself; none if the setting is no list of names. */
export function disabledProviders(values: Readonly<Record<string, string>>): readonly string[] {
    try {
        const list: unknown = JSON.parse(values[DISABLED] ?? "");
        return Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];
    } catch {
        return [];
    }
}

/** Nothing is deployed to a cluster or account that merely happens to be current. */
export const noDefaultProviders: Rule = (_, { values }): Finding[] => {
    const disabled = disabledProviders(values);
    if (disabled.includes("*") || explicit.every((name) => disabled.includes(name))) return [];
    return [
        {
            path: [DISABLED],
            found: values[DISABLED] === undefined ? "nothing" : "a value without both",
            expected: `a list with ${explicit.map((name) => `\`${name}\``).join(" and ")}: what no provider is named for must not go to whatever cluster or account is current`,
            fixes: [
                (stack) => `pulumi config rm ${DISABLED} --stack ${stack}`,
                ...explicit.map(
                    (name, i) => (stack: string) =>
                        `pulumi config set --path '${DISABLED}[${i}]' ${name} --stack ${stack}`,
                ),
            ],
        },
    ];
};

import type { Field } from "../../../kubernetes/field";
import { POD_KINDS } from "../../../kubernetes/kinds";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Reference, type Rule, type Severity } from "../../engine/rule";
import { settingsFiles } from "./files";

/** What a guide states and a stack may still have a reason to go below, for a time. */
export interface Norm {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly severity: Severity;
    readonly references: readonly Reference[];
    readonly remediation: string;
}

/**
 * A rule for what a guide states as the norm, asked of production alone. Each is a rule of its own, so that an exception, with its
 * owner and its end, is from that norm and no other.
 */
export function norm(about: Norm, kinds: readonly string[], find: (object: PolicyObject) => readonly Finding[]): Rule {
    return normOf(about, { kinds, check: (object) => judged(() => find(object)) });
}

/** The same, where it is asked of more than one place in an object. */
export function normOf(about: Norm, { kinds, check }: Pick<Rule, "kinds" | "check">): Rule {
    return {
        ...about,
        remediation: `${about.remediation} Whoever has a reason writes an exception, with an owner and an end, into policies/exceptions.ts.`,
        level: "mandatory",
        kinds,
        check: (object, context) => (context.live ? check(object, context) : []),
    };
}

/** A setting in a file of a ConfigMap, and what it is at least. */
export interface SettingNorm {
    readonly file: RegExp;
    readonly path: readonly string[];
    readonly isMet: (value: unknown) => boolean;
    readonly expected: string;
    readonly write: string;
}

/** A norm for a setting in a file. None of these settings is a secret. */
export function settingNorm(about: Norm, setting: SettingNorm): Rule {
    return norm(about, ["ConfigMap"], (object) => settingFindings(object, setting));
}

/** The files of an object in which a setting is not as it should be. */
export function settingFindings(object: PolicyObject, { file, path, isMet, expected, write }: SettingNorm): Finding[] {
    return settingsFiles(object, file).flatMap(({ at, settings }) => {
        const { value } = settings.at(...path);
        const found = `${path.join(".")}: ${value === undefined ? "nothing" : JSON.stringify(value)}`;
        return isMet(value) ? [] : [{ at, found, expected, write }];
    });
}

/** A norm for a variable of KATO's, in a ConfigMap or in the pod itself, where it wins over one of a ConfigMap. */
export function variableNorm(
    about: Norm,
    name: string,
    { isMet, expected, write }: Pick<SettingNorm, "expected" | "write"> & { isMet: (text: string) => boolean },
): Rule {
    return norm(about, ["ConfigMap", ...POD_KINDS], (object) =>
        [object.props.at("data", name), ...inPod(object, name)]
            .filter((at) => at.isSet && !isMet(at.text ?? ""))
            .map((at) => ({ at, expected, write })),
    );
}

function inPod({ pod }: PolicyObject, name: string): Field[] {
    return (pod?.containers ?? []).flatMap(({ field }) =>
        field
            .at("env")
            .items()
            .filter((variable) => variable.at("name").value === name)
            .map((variable) => variable.at("value")),
    );
}

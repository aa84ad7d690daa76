import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Finding } from "../../engine/rule";
import { norm } from "./norm";

/** Security guide, "Data Retention Policy": `retention_days: int = 90`. */
const MOST_DAYS = 90;

export const dataRetention = norm(
    {
        id: "data-retention",
        title: "Old data is deleted after 90 days",
        description:
            "Data that nobody needs any more can only be lost, and the law says so of personal data. A job that is suspended deletes nothing: everything is kept for ever.",
        severity: "high",
        references: [
            seed("KATO security guide", "GDPR Compliance: Data Retention Policy, retention_days: int = 90"),
            seed("KATO security guide", "Security Checklist: Data retention policy enforced"),
        ],
        remediation: "`retention.days: 90`, or less, and `retention.command` as KATO's image has it.",
    },
    ["CronJob.batch"],
    (object) => (deletesOldData(object) ? [...suspended(object), ...tooLate(object)] : []),
);

/** KATO's job is told the days in a variable, Kratos' in an argument. */
function limits({ pod }: PolicyObject): { readonly at: Field; readonly days: number }[] {
    return (pod?.containers ?? []).flatMap(({ field }) => [
        ...field
            .at("env")
            .items()
            .filter((variable) => variable.at("name").value === "RETENTION_DAYS")
            .map((variable) => ({ at: variable.at("value"), days: wholeNumber(variable.at("value").text) })),
        ...field
            .at("args")
            .items()
            .flatMap((at) => {
                const [, hours] = /^--keep-last=(\d+)h$/.exec(at.text ?? "") ?? [];
                return hours === undefined ? [] : [{ at, days: Number(hours) / 24 }];
            }),
    ]);
}

/** `NaN` for what is none: an empty text would be 0. */
function wholeNumber(text: string | undefined): number {
    return /^\d+$/.test(text ?? "") ? Number(text) : NaN;
}

function deletesOldData(object: PolicyObject): boolean {
    return limits(object).length > 0;
}

function suspended({ props }: PolicyObject): Finding[] {
    const at = props.at("spec", "suspend");
    return at.value === true ? [{ at, expected: "false or nothing", write: "suspend: false" }] : [];
}

function tooLate(object: PolicyObject): Finding[] {
    return limits(object)
        .filter(({ days }) => !(days <= MOST_DAYS))
        .map(({ at }) => ({ at, expected: `at most ${MOST_DAYS} days`, write: `${MOST_DAYS} days` }));
}

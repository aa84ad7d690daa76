import type { Field } from "../../../kubernetes/field";
import { cis, rbacPractice } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { BINDINGS, subjectsOf } from "./grants";

/** Groups and users that are not somebody, by kind of subject. */
const ANYBODY: Readonly<Record<string, RegExp>> = {
    // With an identity provider, `system:authenticated:oauth`; with a namespace, all accounts there, `default` included.
    Group: /^system:(un)?authenticated(:|$)|^system:serviceaccounts(:|$)/,
    User: /^system:anonymous$|^system:serviceaccount:[^:]+:default$/,
    ServiceAccount: /^default$/,
};

export const rbacSubjects: Rule = {
    id: "rbac-subjects",
    title: "Rights go to named accounts, not to whoever comes",
    description:
        "`system:authenticated` is every account of every pod and often every user of the cloud, `system:unauthenticated` is everybody; `default` is the account of each pod that names none.",
    level: "mandatory",
    severity: "critical",
    references: [
        cis("5.1.5", "Ensure that default service accounts are not actively used"),
        rbacPractice("Least privilege"),
    ],
    remediation: "Make a ServiceAccount for the one workload that needs the right, and bind that.",
    kinds: BINDINGS,
    check: (object) => subjectsOf(object).flatMap((subject) => judged(() => judgeSubject(subject))),
};

function judgeSubject(subject: Field): Finding | undefined {
    const kind = subject.at("kind").text ?? "";
    const at = subject.at("name");
    const isAnybody = Object.hasOwn(ANYBODY, kind) && ANYBODY[kind]?.test(at.text ?? "") === true;
    return isAnybody
        ? {
              at,
              expected: "a named account",
              write: "subjects: [{ kind: ServiceAccount, name: kato, namespace: kato }]",
          }
        : undefined;
}

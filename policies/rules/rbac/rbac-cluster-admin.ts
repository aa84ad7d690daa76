import { Field } from "../../../kubernetes/field";
import { selects } from "../../../kubernetes/labels";
import { cis, rbacPractice } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { BINDINGS, subjectsOf } from "./grants";

const POWERFUL =
    /^(cluster-admin|admin|edit|system:(aggregate-to-(admin|edit)|controller:.+|kube-controller-manager|node))$/;

const BUILT_IN = { "kubernetes.io/bootstrapping": "rbac-defaults" };
/** Labels of ClusterRoles that together allow everything, or nearly; the first are those of `cluster-admin`. */
const POWERFUL_LABELS = [
    BUILT_IN,
    { ...BUILT_IN, "rbac.authorization.k8s.io/aggregate-to-admin": "true" },
    { ...BUILT_IN, "rbac.authorization.k8s.io/aggregate-to-edit": "true" },
];

export const rbacClusterAdmin: Rule = {
    id: "rbac-cluster-admin",
    title: "Nobody gets a role that may do everything",
    description:
        "Whoever takes over an account of `cluster-admin` has the cluster. `admin` and `edit` have all Secrets of their namespace and a shell in each of its pods, and in all namespaces if bound cluster-wide.",
    level: "mandatory",
    severity: "critical",
    references: [
        cis("5.1.1", "Ensure that the cluster-admin role is only used where required"),
        cis("5.1.7", "Avoid use of system:masters group"),
        rbacPractice("Least privilege"),
    ],
    remediation: "Write a Role with the rights that are needed and bind that; `view` is for who only looks.",
    kinds: [...BINDINGS, "ClusterRole.rbac.authorization.k8s.io"],
    check: (object) =>
        object.kind === "ClusterRole"
            ? selectorsOf(object).flatMap((selector) => judged(() => aggregates(selector)))
            : [
                  ...judged(() => bindsPowerful(object)),
                  ...subjectsOf(object).flatMap((subject) => judged(() => isMaster(subject))),
              ],
};

function bindsPowerful({ props }: PolicyObject): Finding | undefined {
    const roleRef = props.at("roleRef");
    const at = roleRef.at("name");
    const isPowerful = roleRef.at("kind").value !== "Role" && POWERFUL.test(at.text ?? "");
    return isPowerful
        ? {
              at,
              expected: "a role of one's own",
              write: "roleRef: { kind: Role, name: <one that allows just what is needed> }",
          }
        : undefined;
}

function isMaster(subject: Field): Finding | undefined {
    const at = subject.at("name");
    const expected = "another group: no right can be taken from this one";
    return subject.at("kind").value === "Group" && at.value === "system:masters"
        ? { at, expected, write: "name: <a group of your identity provider>" }
        : undefined;
}

function selectorsOf({ props }: PolicyObject): Field[] {
    return props.at("aggregationRule", "clusterRoleSelectors").items();
}

/** A role that Kubernetes fills with the rules of others: of all, or of those that make up `admin` or `edit`. */
function aggregates(at: Field): Finding | undefined {
    return POWERFUL_LABELS.some((labels) => selects(at, Field.root(labels)))
        ? {
              at,
              expected: "a label of one's own",
              write: 'matchLabels: { example.com/aggregate-to-monitoring: "true" }',
          }
        : undefined;
}

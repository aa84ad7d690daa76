import { Field } from "../../field";
import { selects } from "../../labels";
import { cis, rbacPractice } from "../../references";
import type { PolicyObject } from "../../resource";
import { type Finding, judged, type Rule } from "../../rule";
import { BINDINGS } from "./grants";

const POWERFUL =
    /^(cluster-admin|admin|edit|system:(aggregate-to-(admin|edit)|controller:.+|kube-controller-manager|node))$/;

const BUILT_IN = { "kubernetes.io/bootstrapping": "rbac-defaults" };
/** Labels of ClusterRoles that together allow everything, or nearly; the first are those of `cluster-admin`. */
const POWERFUL_LABELS = ["admin", "edit"].reduce<Record<string, string>[]>(
    (all, role) => [...all, { ...BUILT_IN, [`rbac.authorization.k8s.io/aggregate-to-${role}`]: "true" }],
    [BUILT_IN],
);

export const rbacClusterAdmin: Rule = {
    id: "rbac-cluster-admin",
    title: "Nobody gets a role that may do everything",
    description:
        "Who takes over an account of `cluster-admin` has the cluster. `admin` and `edit` have all Secrets of their namespace and a shell in each of its pods, and in all namespaces if bound cluster-wide.",
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
            ? judged(() => aggregates(object))
            : [...judged(() => bindsPowerful(object)), ...judged(() => bindsMasters(object))],
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

function bindsMasters({ props }: PolicyObject): Finding[] {
    return props
        .at("subjects")
        .items()
        .filter((subject) => subject.at("kind").value === "Group")
        .map((group) => group.at("name"))
        .filter(({ value }) => value === "system:masters")
        .map((at) => ({
            at,
            expected: "another group: no right can be taken from this one",
            write: "name: <a group of your identity provider>",
        }));
}

/** A role that Kubernetes fills with the rules of others: of all, or of those that make up `admin` or `edit`. */
function aggregates({ props }: PolicyObject): Finding[] {
    return props
        .at("aggregationRule", "clusterRoleSelectors")
        .items()
        .filter((selector) => POWERFUL_LABELS.some((labels) => selects(selector, Field.root(labels))))
        .map((at) => ({
            at,
            expected: "a label of one's own",
            write: 'matchLabels: { example.com/aggregate-to-monitoring: "true" }',
        }));
}

import { EDGE } from "../edge";
import type { Field } from "../../../kubernetes/field";
import { cis, rbacPractice } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { type Grant, judgeGrants, ROLES, subjectsOf } from "./grants";

/** A patch that changes nothing answers with the whole object. */
const READ = ["get", "list", "watch", "patch"];

/**
 * One role may read all Secrets of a namespace: that of the ingress controller, in the namespace that holds nothing but
 * certificates. It is for the controller alone.
 */
export const rbacSecrets: Rule = {
    id: "rbac-secrets",
    title: "No role reads all Secrets",
    description:
        "Among all Secrets, of the cluster or of a namespace, are the passwords of every store there and tokens of accounts with more rights. A `get` without names is enough: names are known or guessed.",
    level: "mandatory",
    severity: "critical",
    references: [cis("5.1.2", "Minimize access to secrets"), rbacPractice("Listing secrets")],
    remediation:
        "Mount the Secret into the pod instead; where software must read it from the API, name it in `resourceNames`.",
    kinds: [...ROLES, "RoleBinding.rbac.authorization.k8s.io"],
    check: (object) =>
        object.kind === "RoleBinding"
            ? judgeEdgeBinding(object)
            : judgeGrants(object, (grant) => (readsAll(grant) && !isEdges(grant, object) ? finding(grant) : undefined)),
};

function readsAll(grant: Grant): boolean {
    return grant.covers("", "secrets") && grant.permits(...READ) && !grant.isNamed;
}

function finding({ field }: Grant): Finding {
    return {
        at: field.at("resources"),
        expected: "the names of single Secrets",
        write: "resourceNames: [mongodb-secret]",
    };
}

/** Whether it is the controller's: to read, in its own namespace. */
function isEdges({ field }: Grant, { kind, namespace, props }: PolicyObject): boolean {
    const verbs = field.at("verbs").items();
    return (
        kind === "Role" &&
        namespace === EDGE.namespace &&
        props.at("metadata", "name").value === EDGE.account &&
        verbs.every(({ text }) => ["get", "list", "watch"].includes(text ?? ""))
    );
}

/** The controller's role, seen or not, bound to somebody else. */
function judgeEdgeBinding(binding: PolicyObject): ReturnType<Rule["check"]> {
    const roleRef = binding.props.at("roleRef");
    const isOfEdge =
        binding.namespace === EDGE.namespace &&
        roleRef.at("kind").value === "Role" &&
        roleRef.at("name").value === EDGE.account;
    const expected = "the ingress controller alone";
    return isOfEdge
        ? subjectsOf(binding).flatMap((at) =>
              judged(() =>
                  isController(at) ? undefined : { at, expected, write: "another role, for single Secrets" },
              ),
          )
        : [];
}

function isController(subject: Field): boolean {
    return (
        subject.at("kind").value === "ServiceAccount" &&
        subject.at("name").value === EDGE.account &&
        subject.at("namespace").value === EDGE.namespace
    );
}

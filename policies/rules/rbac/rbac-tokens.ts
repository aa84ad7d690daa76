import { cis, rbacPractice } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { type Grant, judgeGrants, ROLES } from "./grants";

const CERTIFICATES = "certificates.k8s.io";

export const rbacTokens: Rule = {
    id: "rbac-tokens",
    title: "Nobody makes credentials for other accounts, or ones that never expire",
    description:
        "Whoever may ask for any account's token has the rights of all of them; whoever may approve certificates gets one for any user. A token in a Secret is valid until somebody remembers to delete it.",
    level: "mandatory",
    severity: "critical",
    references: [
        rbacPractice("Token request; CSRs and certificate issuing"),
        cis("5.1.11", "Minimize access to the approval sub-resource of certificatesigningrequests objects", "V1.10"),
        cis("5.1.13", "Minimize access to the service account token creation", "V1.10"),
    ],
    remediation:
        "Name the account in `resourceNames`; have tokens projected into the pod (`serviceAccountToken`), which expire, instead of making Secrets of them.",
    kinds: [...ROLES, "Secret"],
    check: (object) => (object.kind === "Secret" ? judged(() => longLived(object)) : judgeGrants(object, makes)),
};

function makes(grant: Grant): Finding | undefined {
    const at = grant.field.at("resources");
    if (grant.covers("", "serviceaccounts/token") && grant.permits("create") && !grant.isNamed) {
        return { at, expected: "the name of one account", write: "resourceNames: [letsencrypt-route53]" };
    }
    const approves =
        grant.covers(CERTIFICATES, "certificatesigningrequests/approval") && grant.permits("update", "patch");
    return approves || signs(grant)
        ? { at, expected: "other resources", write: "resources: [certificatesigningrequests]" }
        : undefined;
}

/** A certificate by which the API server knows somebody; a signer of one's own makes others. */
function signs(grant: Grant): boolean {
    const names = grant.field.at("resourceNames").items();
    return (
        grant.covers(CERTIFICATES, "signers") &&
        grant.permits("approve", "sign") &&
        (names.length === 0 || names.some(({ text }) => text?.startsWith("kubernetes.io/") !== false))
    );
}

function longLived({ props }: PolicyObject): Finding | undefined {
    const at = props.at("type");
    return at.value === "kubernetes.io/service-account-token"
        ? {
              at,
              expected: "no token of an account",
              write: "volumes: [{ projected: { sources: [{ serviceAccountToken: … }] } }]",
          }
        : undefined;
}

import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";
import { alone, clusterRole, grant, role } from "./objects";

const RESOURCES = "rules[0].resources";
const CERTIFICATES = "certificates.k8s.io";

function secret(type: string | undefined, patch = ""): PolicyResource {
    const annotations = { "kubernetes.io/service-account.name": "kato" };
    const props = {
        metadata: { name: "kato", namespace: "kato", annotations },
        type,
    };
    return { type: `kubernetes:core/v1:Secret${patch}`, name: "kato", props };
}

export const rbacTokens: RuleCases = {
    rule: "rbac-tokens",
    fails: [
        alone("any account’s token", role(grant("", "serviceaccounts/token", "create")), RESOURCES),
        alone("the cluster’s", clusterRole(grant("", "serviceaccounts/token", "create")), RESOURCES),
        alone("by every verb", role(grant("", "serviceaccounts/token", "*")), RESOURCES),
        alone("among all resources", role(grant("", "*", "create")), RESOURCES),
        alone("as a part of every resource", role(grant("", "*/token", "create")), RESOURCES),
        alone(
            "to approve certificates",
            clusterRole(grant(CERTIFICATES, "certificatesigningrequests/approval", "update")),
            RESOURCES,
        ),
        alone(
            "to approve one by name",
            clusterRole(grant(CERTIFICATES, "certificatesigningrequests/approval", "patch", "csr-1")),
            RESOURCES,
        ),
        alone("to sign whatever is asked", clusterRole(grant(CERTIFICATES, "signers", "sign")), RESOURCES),
        alone(
            "to sign for the API server",
            clusterRole(
                grant(CERTIFICATES, "signers", "approve", "example.com/own", "kubernetes.io/kube-apiserver-client"),
            ),
            RESOURCES,
        ),
        alone("a Secret with a token that never expires", secret("kubernetes.io/service-account-token"), "type"),
        alone("a patch of one", secret("kubernetes.io/service-account-token", "Patch"), "type"),
    ],
    passes: [alone("one account’s token", role(grant("", "serviceaccounts/token", "create", "letsencrypt-route53")))],
    nearMisses: [
        alone("to make accounts", role(grant("", "serviceaccounts", "create"))),
        alone("to read them", clusterRole(grant("", "serviceaccounts", "get"))),
        alone(
            "to see what is approved",
            clusterRole(grant(CERTIFICATES, "certificatesigningrequests/approval", "get")),
        ),
        alone("to ask for a certificate", clusterRole(grant(CERTIFICATES, "certificatesigningrequests", "create"))),
        alone(
            "a signer of one’s own",
            clusterRole(grant(CERTIFICATES, "signers", "sign", "issuers.cert-manager.io/*")),
        ),
        alone("to ask whose a token is", clusterRole(grant("authentication.k8s.io", "tokenreviews", "create"))),
        alone("a Secret of another type", secret("Opaque")),
        alone("a Secret of no type", secret(undefined)),
    ],
};

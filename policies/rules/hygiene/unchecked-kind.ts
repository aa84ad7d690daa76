import type { Rule } from "../../engine/rule";

/** Kinds that hold nothing a rule could object to, and why. What ends with `*` stands for all that begin so. */
const HARMLESS: Readonly<Record<string, string>> = {
    "kato:*": "components of this project: their children are judged",
    "pulumi:pulumi:*": "the stack itself, and references to others",
    "pulumi:providers:*": "how to reach a cluster or a cloud; what is made there is judged",
    "aws:kms/alias:Alias": "a name for a key, which is judged",
    LimitRange: "defaults and bounds for pods, which are judged with what they say themselves",
    ResourceQuota: "amounts; that a namespace has one is checked there",
    ServiceAccount: "a name to run as: its rights stand in roles, and pods that take its token are judged",
    Event: "a message",
    "Lease.coordination.k8s.io": "who of several is in charge",
    "PriorityClass.scheduling.k8s.io": "who goes first when there is no room",
    "HorizontalPodAutoscaler.autoscaling": "how many pods; those are judged",
    "IngressClass.networking.k8s.io": "a name for a controller, whose pods are judged",
    "GatewayClass.gateway.networking.k8s.io": "a name for a controller, whose pods are judged",
    "ReferenceGrant.gateway.networking.k8s.io": "which namespaces' routes may meet; both ends are judged",
    "CertificateRequest.cert-manager.io": "what cert-manager makes of a Certificate, which is judged",
    "ServiceMonitor.monitoring.coreos.com": "what is measured; who may connect is for NetworkPolicies",
    "PodMonitor.monitoring.coreos.com": "what is measured; who may connect is for NetworkPolicies",
    "PrometheusRule.monitoring.coreos.com": "when to tell somebody",
};

/** Ways to make objects that a preview in this process cannot see. */
const OPAQUE = /^kubernetes:(?:helm\.sh\/v\d:Chart|kustomize(?:\/v\d)?:Directory|yaml(?:\/v\d)?:Config(?:File|Group))$/;

/**
 * The rule that says which kinds no other rule knows.
 *
 * @param others all other rules; those for `kubernetes` and `any` look at every object and know none
 */
export function uncheckedKind(others: readonly Rule[]): Rule {
    const named = new Set(others.flatMap(({ kinds }) => (typeof kinds === "string" ? [] : kinds)));
    const prefixes = Object.keys(HARMLESS)
        .filter((kind) => kind.endsWith("*"))
        .map((kind) => kind.slice(0, -1));
    return {
        id: "unchecked-kind",
        title: "Every kind is known to some rule",
        description:
            "What no rule knows has passed without anybody looking: an operator's own resource can open a port, mount the host or hold a password as well as a pod can. The objects of a chart or a kustomization are judged one by one under the engine, but neither by the preview nor in a folder of manifests.",
        level: "advisory",
        severity: "low",
        references: [
            {
                title: "NIST SP 800-53 CM-7: least functionality, deny by default",
                url: "https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final",
            },
        ],
        remediation:
            "Write a rule for it; or, if there is nothing in it to object to, add the kind to the table in `policies/rules/hygiene/unchecked-kind.ts` with the reason. A chart: render it (`helm template`) and check the manifests with `npm run policy`.",
        kinds: "any",
        check({ props, qualifiedKind: kind, holdsPod }) {
            if (
                holdsPod ||
                named.has(kind) ||
                Object.hasOwn(HARMLESS, kind) ||
                prefixes.some((prefix) => kind.startsWith(prefix))
            ) {
                return [];
            }
            const expected = "a kind that some rule knows";
            return OPAQUE.test(kind)
                ? [
                      {
                          at: props,
                          found: `${kind}, whose objects a preview does not see`,
                          expected,
                          write: "its manifests",
                      },
                  ]
                : [{ at: props, found: kind, expected, write: "a rule for it" }];
        },
    };
}

import { judged, type Rule } from "../../engine/rule";
import { CALLERS, clientConfigsOf, CONTACT } from "./webhooks";

/** By these somebody else writes the authority: cert-manager's cainjector, OpenShift. */
const INJECTED = [
    "cert-manager.io/inject-ca-from",
    "cert-manager.io/inject-ca-from-secret",
    "cert-manager.io/inject-apiserver-ca",
    "service.beta.openshift.io/inject-cabundle",
];

export const webhookAuthority: Rule = {
    id: "webhook-authority",
    title: "Webhooks are known by an authority that is given",
    description:
        "Without `caBundle` the API server asks whoever has a certificate of any authority that its machine trusts. Mostly nobody has, and then everything that is asked about is refused.",
    level: "advisory",
    severity: "medium",
    references: [CONTACT],
    remediation:
        "Give `caBundle`, or have cert-manager write it (`cert-manager.io/inject-ca-from`). An operator that writes it into its own webhook needs an exception.",
    kinds: CALLERS,
    check: (object) =>
        clientConfigsOf(object).flatMap((config) =>
            judged(() => {
                const at = config.at("caBundle");
                const annotations = object.props.at("metadata", "annotations");
                const isGiven = at.isSet && at.value !== "";
                return isGiven || INJECTED.some((name) => annotations.at(name).isSet)
                    ? undefined
                    : { at, expected: "a certificate", write: "caBundle: <certificate>" };
            }),
        ),
};

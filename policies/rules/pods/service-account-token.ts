import type { Field } from "../../field";
import { cis, nsa } from "../../references";
import { type Finding, podRule, type Rule, unlessOneOf } from "../../rule";

export const serviceAccountToken: Rule = {
    id: "service-account-token",
    title: "No pod carries a token of the Kubernetes API",
    description:
        "The default mounts one into every container. Whoever gets in can then ask the API server for whatever the ServiceAccount may do, and for what anybody may find out.",
    level: "mandatory",
    severity: "high",
    references: [
        cis("5.1.6", "Ensure that Service Account Tokens are only mounted where necessary"),
        nsa("Protecting Pod service account tokens"),
    ],
    remediation:
        "Set `automountServiceAccountToken: false` on the pod. For another service, project a token with that service's `audience`.",
    ...podRule({
        pod: ({ spec }) => {
            const at = spec.at("automountServiceAccountToken");
            const mounted = unlessOneOf(at, [false], "automountServiceAccountToken: false");
            return [
                ...(mounted === undefined ? [] : [mounted]),
                ...spec.at("volumes").items().flatMap(projectedTokens),
            ];
        },
    }),
};

/** A projected token without an audience is the API server's, mounted by hand. */
function projectedTokens(volume: Field): Finding[] {
    return volume
        .at("projected", "sources")
        .items()
        .map((source) => source.at("serviceAccountToken"))
        .filter((token) => token.isSet && [undefined, ""].includes(token.at("audience").text))
        .map((token) => ({
            at: token.at("audience"),
            expected: "the name of the service that the token is for",
            write: "serviceAccountToken: { audience: … }",
        }));
}

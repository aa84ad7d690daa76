import type { Field } from "../../../kubernetes/field";
import { cis, nsa } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, podRule, type Rule, unlessOneOf } from "../../engine/rule";

const WRITE = "automountServiceAccountToken: false";

const pods = podRule({
    pod: ({ spec }) => [
        ...notMounted(spec.at("automountServiceAccountToken"), [false]),
        ...spec.at("volumes").items().flatMap(projectedTokens),
    ],
});

/**
 * An account says so too: it holds for the pods that somebody makes later, in which the field is missing. A controller that
 * needs the API is no exception made here: it says `true` on its pods, which is a decision to write down with a reason.
 */
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
        "Set `automountServiceAccountToken: false` on the pod and on the ServiceAccount. For another service, project a token with that service's `audience`.",
    kinds: "kubernetes",
    check: (object, context) =>
        object.is("", "ServiceAccount") ? judged(() => judgeAccount(object)) : pods.check(object, context),
};

function judgeAccount({ props, isPatch }: PolicyObject): Finding[] {
    // A patch that does not mention it leaves it as it is.
    return notMounted(props.at("automountServiceAccountToken"), isPatch ? [false, undefined] : [false]);
}

function notMounted(at: Field, allowed: readonly unknown[]): Finding[] {
    const finding = unlessOneOf(at, allowed, WRITE);
    return finding === undefined ? [] : [finding];
}

/** A projected token for the API server, or without an audience, which means the same, is one mounted by hand. */
function projectedTokens(volume: Field): Finding[] {
    return volume
        .at("projected", "sources")
        .items()
        .map((source) => source.at("serviceAccountToken"))
        .filter((token) => token.isSet && isApiServer(token.at("audience").text))
        .map((token) => ({
            at: token.at("audience"),
            expected: "the name of the service that the token is for",
            write: "serviceAccountToken: { audience: … }",
        }));
}

/** Its usual names; a cluster may give it others. */
function isApiServer(audience: string | undefined): boolean {
    return audience === undefined || audience === "" || /^(?:https:\/\/)?kubernetes(?:\.default\b|$)/.test(audience);
}

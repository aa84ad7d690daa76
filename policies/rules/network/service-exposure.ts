import { isIP } from "node:net";
import { leadsToEdge } from "../edge";
import type { Field } from "../../../kubernetes/field";
import { nsa, seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";

export const serviceExposure: Rule = {
    id: "service-exposure",
    title: "Only the edge is reached from outside the cluster",
    description:
        "A LoadBalancer, a NodePort or an external address leads past the edge: past TLS, limits and logs, often from the whole internet. An external address can also draw traffic that was meant for somebody else (CVE-2020-8554).",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Network Security checklist: internal services not exposed externally"),
        nsa("Network separation and hardening"),
        {
            title: "Kubernetes documentation, Service: Publishing Services",
            url: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
        },
    ],
    remediation: "Use `type: ClusterIP`, and a route at the edge for what must be reached from outside.",
    kinds: ["Service"],
    check(object) {
        const unlessEdge = (found: (spec: Field) => Finding | Finding[] | undefined) =>
            judged(() => (leadsToEdge(object) ? undefined : found(object.props.at("spec"))));
        return [...unlessEdge(exposedByType), ...unlessEdge(exposedByAddress), ...judged(() => literalAddress(object))];
    },
};

const INSIDE = "nothing that is reached from outside";

function exposedByType(spec: Field): Finding | Finding[] {
    const type = spec.at("type");
    if (![undefined, "ClusterIP", "ExternalName"].some((known) => known === type.value)) {
        return { at: type, expected: "ClusterIP", write: "type: ClusterIP" };
    }
    return spec
        .at("ports")
        .items()
        .map((port) => port.at("nodePort"))
        .filter((port) => port.isSet)
        .map((at) => ({ at, expected: INSIDE, write: "no nodePort" }));
}

function exposedByAddress(spec: Field): Finding | undefined {
    const at = spec.at("externalIPs");
    return at.items().length === 0 ? undefined : { at, expected: INSIDE, write: "no externalIPs" };
}

/** An address instead of a name: controllers that resolve it are led to this node, or to anything in a private network. */
function literalAddress({ props }: PolicyObject): Finding | undefined {
    const at = props.at("spec", "externalName");
    const name = (at.text ?? "").replace(/\.$/, "");
    const isName = isIP(name) === 0 && !/^(.+\.)?localhost$/i.test(name);
    return isName ? undefined : { at, expected: "a DNS name", write: "externalName: api.example.com" };
}

import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { traefikServices } from "./backends";
import { INGRESS_ROUTE, MIDDLEWARE, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { owasp } from "./references";
import { isTlsPort } from "./tls-ports";

export const routeBackendPlain: Rule = {
    id: "route-backend-plain",
    title: "No request goes on from the edge in plain text",
    description:
        "Behind the edge are people's requests with their keys, tokens and data. Plain, whoever shares a node or its network reads and changes them there, and a NetworkPolicy keeps nobody from listening.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Security Checklist: Encryption in transit (TLS) enforced"),
        owasp("Transport Layer Security"),
    ],
    remediation:
        "For KATO `kato.tls.enabled: true`; for another server let it speak TLS and write `upstreams[].tls.enable: true`, or `services[].scheme: https` of an IngressRoute. Whoever has a reason writes an exception, with an owner and an end, into policies/exceptions.ts: that the network encrypts between all nodes is one.",
    kinds: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE, INGRESS_ROUTE, MIDDLEWARE],
    check(object, { shared }) {
        if (!shared) {
            return [];
        }
        return object.is("traefik.io", object.kind)
            ? [
                  ...traefikServices(object).flatMap((service) => judged(() => judgeService(service))),
                  ...judged(() => judgeAddress(object.props.at("spec", "forwardAuth", "address"))),
              ]
            : object.props
                  .at("spec", "upstreams")
                  .items()
                  .flatMap((upstream) => judged(() => judge(upstream)));
    },
};

/** What Traefik serves itself has no port, and crosses no network. */
function judgeService(service: Field): Finding | undefined {
    const at = service.at("scheme");
    const isTold = at.value === "https" || isTlsPort(service.at("port").value);
    return isTold || service.at("name").text?.endsWith("@internal") === true
        ? undefined
        : { at, expected: "https, and a server that speaks TLS", write: "scheme: https" };
}

/** Whoever says who a client is gets the request's headers. */
function judgeAddress(at: Field): Finding | undefined {
    return at.text?.toLowerCase().startsWith("http:") === true
        ? { at, expected: "https", write: "address: https://…" }
        : undefined;
}

/** A server that is known to speak TLS is for `route-backend-tls`, in any environment. */
function judge(upstream: Field): Finding | undefined {
    const at = upstream.at("tls", "enable");
    return at.value === true || isTlsPort(upstream.at("port").value)
        ? undefined
        : { at, expected: "true, and a server that speaks TLS", write: "tls: { enable: true }" };
}

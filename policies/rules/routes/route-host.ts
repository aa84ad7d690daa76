import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { hostFields, isMeshRoute, isOf } from "./hosts";
import { CERTIFICATE } from "./issuers";
import { GATEWAY, INGRESS_ROUTE, INGRESSES, NAMED_GATEWAY_ROUTES, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { readMatch } from "./traefik/match";

export const routeHost: Rule = {
    id: "route-host",
    title: "Routes name their hosts, without wildcards",
    description:
        "A route for every host answers under names that somebody else points at the address, which is how a DNS rebinding or a forged `Host` header reaches an application. It also takes requests from other routes when those are removed. A listener may have a wildcard below a domain, because its routes name the hosts, and so may a certificate.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Kubernetes with cert-manager: `host: kato.yourdomain.com`"),
        seed("KATO security guide", "Security Checklist: Internal services not exposed externally"),
    ],
    remediation: "Write the full host name; have one route for each. Remove the default backend.",
    kinds: [
        VIRTUAL_SERVER,
        VIRTUAL_SERVER_ROUTE,
        INGRESS_ROUTE,
        ...INGRESSES,
        ...NAMED_GATEWAY_ROUTES,
        GATEWAY,
        CERTIFICATE,
    ],
    check(object) {
        if (object.qualifiedKind === CERTIFICATE) {
            const names = object.props.at("spec", "dnsNames").items();
            return names.flatMap((at) => judged(() => judgeName(at)));
        }
        if (object.qualifiedKind === GATEWAY) {
            const listeners = object.props.at("spec", "listeners").items();
            return listeners.flatMap((listener) => judged(() => judgeListener(listener)));
        }
        if (object.qualifiedKind === INGRESS_ROUTE) {
            const routes = object.props.at("spec", "routes").items();
            return routes.flatMap((route) => judged(() => judgeMatch(route.at("match"))));
        }
        if (isOf(NAMED_GATEWAY_ROUTES, object) && isMeshRoute(object)) {
            return [];
        }
        return [
            ...hostFields(object).flatMap((at) => judged(() => judgeHost(at, object))),
            ...(isOf(INGRESSES, object) ? judged(() => defaultBackends(object)) : []),
        ];
    },
};

const HOST = { expected: "a full host name", write: "kato.yourdomain.com" };

function judgeHost(at: Field, { isPatch }: PolicyObject): Finding | undefined {
    const { value } = at;
    if (isPatch && value === undefined) {
        return undefined;
    }
    return typeof value === "string" && value !== "" && !value.includes("*") ? undefined : { at, ...HOST };
}

/** A rule of Traefik: each of its alternatives names its hosts. */
function judgeMatch(at: Field): Finding | undefined {
    const hosts = at.isSet ? readMatch(at).hosts : undefined;
    const isNamed = hosts?.every((host) => host !== "" && !host.includes("*")) === true;
    return isNamed ? undefined : { at, expected: HOST.expected, write: "match: Host(`kato.yourdomain.com`)" };
}

/** A certificate may have a wildcard below a domain of one's own. */
function judgeName(at: Field): Finding | undefined {
    return /^\*(?:\.[^.]*)?$/.test(String(at.value)) ? { at, ...HOST } : undefined;
}

/** What is served where no rule applies: every host. */
function defaultBackends({ props }: PolicyObject): Finding[] {
    return ["defaultBackend", "backend"]
        .map((key) => props.at("spec", key))
        .filter(({ isSet }) => isSet)
        .map((at) => ({ at, found: "a backend for every host", expected: "nothing", write: "rules with a host each" }));
}

/** Protocols that carry the name of a host. */
const WITH_HOST: readonly unknown[] = ["HTTP", "HTTPS", "TLS"];

function judgeListener(listener: Field): Finding | undefined {
    const at = listener.at("hostname");
    const { value } = at;
    if (!WITH_HOST.includes(listener.at("protocol").value)) {
        return undefined;
    }
    const named = typeof value === "string" && /^(?:\*\.)?[^*]*\.[^*]+$/.test(value);
    return named
        ? undefined
        : { at, expected: "a host name, or a wildcard below one", write: 'hostname: "*.yourdomain.com"' };
}

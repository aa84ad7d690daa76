import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { annotations } from "./annotations";
import { traefikServices } from "./backends";
import {
    INGRESS_ROUTE,
    INGRESSES,
    MIDDLEWARE,
    NGINX_POLICY,
    SERVERS_TRANSPORT,
    VIRTUAL_SERVER,
    VIRTUAL_SERVER_ROUTE,
} from "./kinds";
import { isOf } from "./hosts";
import { owasp } from "./references";
import { isTlsPort } from "./tls-ports";

export const routeBackendTls: Rule = {
    id: "route-backend-tls",
    title: "Requests go on to TLS backends over TLS, verified",
    description:
        "The ingress controller sends plain HTTP unless it is told otherwise, and then verifies nobody unless it is told that, too. Sessions and passwords cross the cluster's network there.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Security Checklist: Encryption in transit (TLS) enforced"),
        seed("KATO security guide", "Security Checklist: Service-to-service authentication"),
        owasp("Transport Layer Security"),
    ],
    remediation:
        "`upstreams[].tls.enable: true`; in Policies `verifyServer: true` and no `sslVerify: false`. Traefik: `services[].scheme: https`, and `insecureSkipVerify` nowhere.",
    kinds: [
        VIRTUAL_SERVER,
        VIRTUAL_SERVER_ROUTE,
        NGINX_POLICY,
        INGRESS_ROUTE,
        MIDDLEWARE,
        SERVERS_TRANSPORT,
        ...INGRESSES,
    ],
    check(object) {
        if (object.qualifiedKind === NGINX_POLICY) {
            return judgePolicy(object);
        }
        if (object.qualifiedKind === SERVERS_TRANSPORT) {
            return judgeTransport(object);
        }
        if (object.is("traefik.io", object.kind)) {
            return [
                ...traefikServices(object).flatMap((service) => judged(() => judgeService(service))),
                ...judged(() => unverified(object.props.at("spec", "forwardAuth", "tls", "insecureSkipVerify"))),
            ];
        }
        if (isOf(INGRESSES, object)) {
            return annotations(object)
                .filter(({ name }) => name === "proxy-ssl-verify")
                .flatMap(({ at }) =>
                    judged(() => (at.value === "off" ? { at, expected: '"on"', write: '"on"' } : undefined)),
                );
        }
        const upstreams = object.props.at("spec", "upstreams").items();
        return upstreams.flatMap((upstream) => judged(() => judgeUpstream(upstream)));
    },
};

function judgeUpstream(upstream: Field): Finding | undefined {
    const at = upstream.at("tls", "enable");
    return !isTlsPort(upstream.at("port").value) || at.value === true
        ? undefined
        : { at, expected: `true, for port ${String(upstream.at("port").value)}`, write: "tls: { enable: true }" };
}

/** Traefik speaks TLS by itself to 443 alone. */
function judgeService(service: Field): Finding | undefined {
    const port = service.at("port").value;
    const at = service.at("scheme");
    const isTls = at.value === "https" || (port === 443 && !at.isSet);
    return !isTlsPort(port) || isTls
        ? undefined
        : { at, expected: `https, for port ${String(port)}`, write: "scheme: https" };
}

function judgeTransport({ props }: PolicyObject): ReturnType<Rule["check"]> {
    const spec = props.at("spec");
    return [
        ...judged(() => unverified(spec.at("insecureSkipVerify"))),
        ...judged(() => judgeVersions(spec.at("minVersion"), spec.at("maxVersion"))),
    ];
}

/**
 * A lowest version that is not below a stated highest one is an error to Traefik 3.7, also where none is stated
 * (pkg/server/service/transport.go, pkg/provider/kubernetes/crd/kubernetes.go). It then takes its defaults for all of TLS:
 * the public authorities, and no name of its own.
 */
function judgeVersions(lowest: Field, highest: Field): Finding | undefined {
    const expected = "VersionTLS12 with the maxVersion VersionTLS13, or neither";
    const write = "{ minVersion: VersionTLS12, maxVersion: VersionTLS13 }";
    const isOld = (at: Field) => /^VersionTLS1[01]$/.test(at.text ?? "");
    if (isOld(highest)) return { at: highest, expected, write };
    return isOld(lowest) || (lowest.isSet && (lowest.text ?? "") >= (highest.text ?? ""))
        ? { at: lowest, expected, write }
        : undefined;
}

function unverified(at: Field): Finding | undefined {
    return at.value === true ? { at, expected: "false or nothing", write: "insecureSkipVerify: false" } : undefined;
}

/** Where a Policy has somebody else asked: the backend, or whoever says who a client is. */
function judgePolicy({ props }: PolicyObject): ReturnType<Rule["check"]> {
    const spec = props.at("spec");
    const backend = spec.at("egressMTLS");
    const verified = backend.at("verifyServer");
    return [
        ...judged(() =>
            backend.isSet && verified.value !== true
                ? { at: verified, expected: "true; it is off by default", write: "verifyServer: true" }
                : undefined,
        ),
        ...["externalAuth", "jwt", "oidc"].flatMap((kind) =>
            judged(() => {
                const at = spec.at(kind, "sslVerify");
                return at.value === false ? { at, expected: "true", write: "sslVerify: true" } : undefined;
            }),
        ),
    ];
}

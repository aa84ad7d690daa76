import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { annotations } from "./annotations";
import { INGRESSES, NGINX_POLICY, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
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
    remediation: "`upstreams[].tls.enable: true`; in Policies `verifyServer: true` and no `sslVerify: false`.",
    kinds: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE, NGINX_POLICY, ...INGRESSES],
    check(object) {
        if (object.qualifiedKind === NGINX_POLICY) {
            return judgePolicy(object);
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

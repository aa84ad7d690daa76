import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { annotations, says } from "./annotations";
import { covers, isOf } from "./hosts";
import { GATEWAY, INGRESS_ROUTE, INGRESSES, VIRTUAL_SERVER } from "./kinds";
import { owasp } from "./references";

export const routeTls: Rule = {
    id: "route-tls",
    title: "Every host of a route has a certificate",
    description:
        "Without one the host is served over plain HTTP: passwords, sessions and API keys can be read and changed on the way. A VirtualServerRoute has the certificate of its VirtualServer, a route of the Gateway API that of its Gateway's listener. Of Traefik, this is about IngressRoutes for TLS; `route-listener` is about the others.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Kubernetes with cert-manager; checklist: Encryption in transit (TLS) enforced"),
        seed("Kratos production setup", "Security checklist: HTTPS/SSL enabled"),
        owasp("Transport Layer Security"),
    ],
    remediation:
        "Name a Secret with the host's certificate: `spec.tls.secret` of a VirtualServer, `spec.tls.secretName` of an IngressRoute, an entry of `spec.tls` with the host for an Ingress, `tls.certificateRefs` of a listener.",
    kinds: [VIRTUAL_SERVER, INGRESS_ROUTE, ...INGRESSES, GATEWAY],
    check(object) {
        if (isOf(INGRESSES, object)) {
            return judgeIngress(object);
        }
        if (object.qualifiedKind === GATEWAY) {
            const listeners = object.props.at("spec", "listeners").items();
            return listeners.flatMap((listener) => judged(() => judgeListener(listener)));
        }
        return judged(() => (object.qualifiedKind === INGRESS_ROUTE ? judgeIngressRoute : judgeVirtualServer)(object));
    },
};

/** Without a Secret, Traefik serves a certificate that it has signed itself. A resolver gets one from a public authority. */
function judgeIngressRoute({ props }: PolicyObject): Finding | undefined {
    const tls = props.at("spec", "tls");
    const at = tls.at("secretName");
    const isGiven = [at, tls.at("certResolver")].some(({ value }) => value !== undefined && value !== "");
    return !tls.isSet || isGiven
        ? undefined
        : { at, expected: "the Secret with the host's certificate", write: "secretName: kato-tls" };
}

function judgeVirtualServer({ props, isPatch }: PolicyObject): Finding[] {
    const findings: Finding[] = [];
    const tls = props.at("spec", "tls");
    const secret = tls.at("secret");
    const untouched = isPatch && !tls.isSet;
    if (!untouched && (secret.value === undefined || secret.value === "")) {
        const expected = "the Secret with the host's certificate";
        findings.push({ at: secret, expected, write: "tls: { secret: kato-tls, redirect: { enable: true } }" });
    }
    // Listeners of its own take the place of 80 and 443.
    const listener = props.at("spec", "listener");
    if (listener.isSet && !listener.at("https").isSet) {
        findings.push({ at: listener.at("https"), expected: "a listener for HTTPS", write: "https: <listener>" });
    }
    return findings;
}

/** Ingresses that get their certificates elsewhere: the cloud's load balancer, the router, the application itself. */
const CERTIFICATE_ANNOTATIONS: ReadonlySet<string> = new Set([
    "alb.ingress.kubernetes.io/certificate-arn",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "networking.gke.io/managed-certificates",
    "networking.gke.io/certmap",
]);
const CERTIFICATE_SWITCHES: ReadonlySet<string> = new Set([
    "nginx.ingress.kubernetes.io/ssl-passthrough",
    "traefik.ingress.kubernetes.io/router.tls",
]);

function judgeIngress(object: PolicyObject): ReturnType<Rule["check"]> {
    return judged(() => {
        const tls = object.props.at("spec", "tls");
        if (hasCertificateElsewhere(object) || (object.isPatch && !tls.isSet)) {
            return [];
        }
        const names = tls.items().flatMap((entry) => entry.at("hosts").items());
        const rules = object.props.at("spec", "rules").items();
        return rules.flatMap((rule): Finding[] => {
            const at = rule.at("host");
            const host = at.text;
            // An Ingress for every host is what `route-host` is about.
            if (
                host === undefined ||
                host === "" ||
                names.some(({ text }) => text !== undefined && covers(text, host))
            ) {
                return [];
            }
            const found = `"${host}", which no entry of spec.tls names`;
            const write = `tls: [{ hosts: ["${host}"], secretName: … }]`;
            return [{ at, found, expected: "a host with a certificate", write }];
        });
    });
}

function hasCertificateElsewhere(object: PolicyObject): boolean {
    return annotations(object).some((annotation) => {
        const key = `${annotation.prefix}/${annotation.name}`;
        // Of an Ingress that is in parts, one part has the certificate and the others may have none.
        const minion = key === "nginx.org/mergeable-ingress-type" && annotation.at.value === "minion";
        return (
            minion ||
            (CERTIFICATE_ANNOTATIONS.has(key) && annotation.at.value !== "") ||
            (CERTIFICATE_SWITCHES.has(key) && says(annotation, true))
        );
    });
}

function judgeListener(listener: Field): Finding | undefined {
    const protocol = listener.at("protocol").value;
    const tls = listener.at("tls");
    // What is passed through is encrypted by the application; what comes in by HTTP is `route-listener`'s affair.
    if ((protocol !== "HTTPS" && protocol !== "TLS") || tls.at("mode").value === "Passthrough") {
        return undefined;
    }
    const at = tls.at("certificateRefs");
    return at.items().length > 0
        ? undefined
        : { at, expected: "the Secret with the host's certificate", write: "certificateRefs: [{ name: kato-tls }]" };
}

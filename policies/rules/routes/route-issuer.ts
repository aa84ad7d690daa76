import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { annotations } from "./annotations";
import { hostFields, isOf } from "./hosts";
import { CERTIFICATE, type IssuerReference, isPublicName, type Trust, trustOf } from "./issuers";
import { GATEWAY, INGRESSES, VIRTUAL_SERVER } from "./kinds";

export const routeIssuer: Rule = {
    id: "route-issuer",
    title: "Public hosts have certificates that browsers trust",
    description:
        "A certificate of a test environment, of an authority of one's own or signed by itself teaches people to click warnings away, and clients to skip verification. Certificates for names inside the cluster are not meant, nor those that also have such a name: no public authority would sign them. One signed by itself is for authorities alone, everywhere.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Kubernetes with cert-manager: `cert-manager.io/cluster-issuer: letsencrypt-prod`"),
        seed("KATO security guide", "Security Checklist: A+ rating on SSL Labs"),
    ],
    remediation:
        "Name the issuer of a public authority, such as `letsencrypt-prod`; let the internal authority sign for names inside the cluster only.",
    // What an issuer is stands in another object.
    scope: "stack",
    kinds: [CERTIFICATE, VIRTUAL_SERVER, ...INGRESSES, GATEWAY],
    check(object, context) {
        if (object.qualifiedKind === CERTIFICATE) {
            return judged(() => judgeCertificate(object, context));
        }
        const hosts = (): boolean => publicHosts(object).length > 0;
        return references(object).flatMap((reference) =>
            judged(() => (context.shared && hosts() ? judgeReference(reference, context) : undefined)),
        );
    },
};

function judgeCertificate({ props, namespace }: PolicyObject, context: Context): Finding | undefined {
    const spec = props.at("spec");
    const issuer = spec.at("issuerRef");
    const group = issuer.at("group").value ?? "cert-manager.io";
    if (group !== "cert-manager.io") {
        return undefined;
    }
    const kind = issuer.at("kind").value === "ClusterIssuer" ? "ClusterIssuer" : "Issuer";
    const reference: IssuerReference = { at: issuer.at("name"), kind, namespace };
    const names = spec.at("dnsNames").items();
    const isPublic = names.length > 0 && names.every(({ text }) => text !== undefined && isPublicName(text));
    if (context.shared && isPublic) {
        return judgeReference(reference, context);
    }
    const bySelf = spec.at("isCA").value !== true && trustOf(reference, context) === "self-signed";
    return bySelf
        ? {
              ...finding(reference.at, "self-signed"),
              expected: "an authority; only a CA signs itself",
              write: "name: internal-ca",
          }
        : undefined;
}

function judgeReference(reference: IssuerReference, context: Context): Finding | undefined {
    const trust = trustOf(reference, context);
    // Where nobody relies on it, a test certificate saves those that Let's Encrypt counts.
    return trust === "public" || (trust === "test" && !context.live) ? undefined : finding(reference.at, trust);
}

const TRUST: Readonly<Record<Exclude<Trust, "public">, string>> = {
    "self-signed": "signs certificates by themselves",
    private: "is an authority that browsers do not know",
    test: "is of a test environment or of an authority that browsers do not know",
};

function finding(at: Field, trust: Exclude<Trust, "public">): Finding {
    return {
        at,
        found: `"${String(at.value)}", which ${TRUST[trust]}`,
        expected: "the issuer of a public authority",
        write: "letsencrypt-prod",
    };
}

function publicHosts(object: PolicyObject): string[] {
    const fields =
        object.qualifiedKind === GATEWAY
            ? object.props
                  .at("spec", "listeners")
                  .items()
                  .map((listener) => listener.at("hostname"))
            : hostFields(object);
    return fields.flatMap(({ text }) => (text !== undefined && isPublicName(text) ? [text] : []));
}

/** What a route's own object asks of cert-manager. */
function references(object: PolicyObject): IssuerReference[] {
    const { namespace } = object;
    if (isOf([VIRTUAL_SERVER], object)) {
        const wish = object.props.at("spec", "tls", "cert-manager");
        return [
            { at: wish.at("cluster-issuer"), kind: "ClusterIssuer" as const, namespace },
            { at: wish.at("issuer"), kind: "Issuer" as const, namespace },
        ].filter(({ at }) => at.isSet);
    }
    return annotations(object)
        .filter(({ prefix, name }) => prefix === "cert-manager.io" && /^(?:cluster-)?issuer$/.test(name))
        .map(({ name, at }) => ({ at, kind: name === "issuer" ? "Issuer" : "ClusterIssuer", namespace }));
}

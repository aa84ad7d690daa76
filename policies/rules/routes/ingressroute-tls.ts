import type { Field } from "../../../kubernetes/field";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { INGRESS_ROUTE, TLS_OPTION } from "./kinds";
import { owasp } from "./references";

export const ingressRouteTls: Rule = {
    id: "ingressroute-tls",
    title: "Traefik's routes speak TLS 1.3, to those who name their host",
    description:
        "A route that names no TLSOption has the default of whoever runs Traefik. Without `sniStrict` a client that names no host gets a certificate that nobody trusts, and a session ticket is as good as the key it was made with. Outside production TLS 1.2 may be spoken, with suites that have forward secrecy and authenticated encryption.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: TLS 1.3 only"),
        owasp("Transport Layer Security"),
    ],
    remediation:
        "IngressRoute: `tls.options.name`. TLSOption: `minVersion: VersionTLS13`, `sniStrict: true`, `disableSessionTickets: true`.",
    kinds: [INGRESS_ROUTE, TLS_OPTION],
    check({ props, qualifiedKind }, { live }) {
        const spec = props.at("spec");
        const checks =
            qualifiedKind === INGRESS_ROUTE
                ? [options]
                : [
                      (of: Field) => minVersion(of, live),
                      maxVersion,
                      suites,
                      ...["sniStrict", "disableSessionTickets"].map(
                          (key) => (of: Field) => switchedOn(of.at(key), key),
                      ),
                  ];
        return checks.flatMap((check) => judged(() => check(spec)));
    },
};

function options(spec: Field): Finding | undefined {
    const tls = spec.at("tls");
    const at = tls.at("options", "name");
    // `default` is what a route gets that names none.
    return !tls.isSet || (at.value !== undefined && at.value !== "" && at.value !== "default")
        ? undefined
        : { at, expected: "a TLSOption", write: "options: { name: tls }" };
}

function minVersion(spec: Field, live: boolean): Finding | undefined {
    const at = spec.at("minVersion");
    const allowed = live ? ["VersionTLS13"] : ["VersionTLS12", "VersionTLS13"];
    return allowed.includes(String(at.value))
        ? undefined
        : { at, expected: allowed.join(" or "), write: "minVersion: VersionTLS13" };
}

function maxVersion(spec: Field): Finding | undefined {
    const at = spec.at("maxVersion");
    return !at.isSet || at.value === "VersionTLS13"
        ? undefined
        : { at, expected: "nothing: the newest", write: "no maxVersion" };
}

/** Of TLS 1.2; Go chooses those of TLS 1.3 itself, and by itself still takes old ones of 1.2. */
function suites(spec: Field): Finding | undefined {
    const at = spec.at("cipherSuites");
    const named = at.items();
    const isStrong = named.every(({ text }) => STRONG.test(text ?? ""));
    return spec.at("minVersion").value === "VersionTLS13" || (named.length > 0 && isStrong)
        ? undefined
        : {
              at,
              expected: "suites with forward secrecy and authenticated encryption",
              write: "cipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]",
          };
}

const STRONG = /^TLS_ECDHE_(?:ECDSA|RSA)_WITH_(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305(?:_SHA256)?)$/;

function switchedOn(at: Field, key: string): Finding | undefined {
    return at.value === true ? undefined : { at, expected: "true", write: `${key}: true` };
}

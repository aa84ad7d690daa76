import { seed } from "../references";
import { judged, type Rule } from "../../engine/rule";
import { annotations, says } from "./annotations";
import { INGRESSES, MIDDLEWARE, VIRTUAL_SERVER } from "./kinds";
import { owasp } from "./references";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Finding } from "../../engine/rule";

export const routeRedirect: Rule = {
    id: "route-redirect",
    title: "Plain HTTP is redirected to HTTPS",
    description:
        "A host with a certificate that also answers over plain HTTP is used that way by whoever types its name: nothing then keeps the session from being read.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: Redirect HTTP to HTTPS"),
        seed("KATO security guide", 'Kubernetes with cert-manager: `ssl-redirect: "true"`'),
        owasp("Transport Layer Security"),
    ],
    remediation:
        "VirtualServer: `spec.tls.redirect.enable: true`, which is off by default. Ingress: remove the annotation that switches the redirect off. Middleware: `redirectScheme.scheme: https`.",
    kinds: [VIRTUAL_SERVER, MIDDLEWARE, ...INGRESSES, "ConfigMap"],
    check(object) {
        if (object.is("", "ConfigMap")) {
            return judged(() => switchedOff(object));
        }
        if (object.qualifiedKind === VIRTUAL_SERVER) {
            return judged(() => judgeVirtualServer(object));
        }
        if (object.qualifiedKind === MIDDLEWARE) {
            return judged(() => judgeMiddleware(object));
        }
        return annotations(object)
            .filter(({ name }) => REDIRECTS.has(name))
            .flatMap((annotation) =>
                judged(() => (says(annotation, false) ? { at: annotation.at, ...ON } : undefined)),
            );
    },
};

/** Under the prefixes of NGINX, ingress-nginx, HAProxy and others. */
const REDIRECTS: ReadonlySet<string> = new Set(["force-ssl-redirect", "redirect-to-https", "ssl-redirect"]);
const ON = { expected: '"true" or nothing', write: '"true"' };

function judgeVirtualServer({ props }: PolicyObject): Finding | undefined {
    const tls = props.at("spec", "tls");
    const at = tls.at("redirect", "enable");
    // Without a certificate there is nothing to redirect to: that is what `route-tls` is about.
    return !tls.isSet || at.value === true ? undefined : { at, expected: "true", write: "redirect: { enable: true }" };
}

/** Whether routes by plain HTTP name one is for `route-listener`. */
function judgeMiddleware({ props }: PolicyObject): Finding | undefined {
    const redirect = props.at("spec", "redirectScheme");
    const at = redirect.at("scheme");
    return !redirect.isSet || at.value === "https" ? undefined : { at, expected: "https", write: "scheme: https" };
}

/** For all routes, in the ConfigMap of a controller of either kind. */
function switchedOff({ props }: PolicyObject): Finding | undefined {
    const at = props.at("data", "ssl-redirect");
    return says({ prefix: "", name: "", at }, false) ? { at, ...ON } : undefined;
}

import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { GATEWAY, INGRESS_ROUTE } from "./kinds";
import { middlewaresOf } from "./traefik/middlewares";
import { owasp } from "./references";

export const routeListener: Rule = {
    id: "route-listener",
    title: "Routes of the Gateway API and of Traefik forward from HTTPS alone",
    description:
        "A route that names no listener serves all of its Gateway's, the plain HTTP one included. That one is for routes that only redirect. Of a Gateway that is deployed elsewhere, the name of the listener is all that can be seen. An IngressRoute without `tls` answers plain HTTP.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: Redirect HTTP to HTTPS"),
        {
            title: "Gateway API: HTTP redirects",
            url: "https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/",
        },
        owasp("Transport Layer Security"),
    ],
    remediation:
        "Name the HTTPS listener in `parentRefs[].sectionName`, and give the HTTP listener a route of its own with a `RequestRedirect` filter to https. Traefik: give the IngressRoute `tls`, and each route of one for plain HTTP a Middleware with `redirectScheme` to https.",
    // The listeners stand in another object.
    scope: "stack",
    kinds: ["HTTPRoute.gateway.networking.k8s.io", "GRPCRoute.gateway.networking.k8s.io", INGRESS_ROUTE],
    check(object, context) {
        const { props, namespace } = object;
        if (object.qualifiedKind === INGRESS_ROUTE) {
            return props.at("spec", "tls").isSet
                ? []
                : props
                      .at("spec", "routes")
                      .items()
                      .flatMap((route) => judged(() => judgeIngressRoute(route, object, context)));
        }
        const forwards = props
            .at("spec", "rules")
            .items()
            .some((rule) => !redirects(rule));
        const parents = props.at("spec", "parentRefs").items();
        return forwards ? parents.flatMap((parent) => judged(() => judgeParent(parent, namespace, context))) : [];
    },
};

function judgeIngressRoute(route: Field, owner: PolicyObject, context: Context): Finding | undefined {
    const redirected = middlewaresOf(route, owner, context).some(
        (middleware) => middleware.at("redirectScheme", "scheme").value === "https",
    );
    return redirected
        ? undefined
        : {
              at: route,
              found: "a route by plain HTTP that no Middleware redirects",
              expected: "`tls` for the IngressRoute, or a redirect to https",
              write: "middlewares: [{ name: redirect }], a Middleware with `redirectScheme: { scheme: https }`",
          };
}

function redirects(rule: Field): boolean {
    const filters = rule.at("filters").items();
    return filters.some((filter) => filter.at("requestRedirect", "scheme").value === "https");
}

function judgeParent(parent: Field, namespace: string | undefined, context: Context): Finding | undefined {
    const kind = parent.at("kind").value ?? "Gateway";
    if (kind !== "Gateway") {
        return undefined;
    }
    const gateway = context.of(GATEWAY).find((candidate) => isParent(candidate, parent, namespace));
    const section = parent.at("sectionName");
    const port = parent.at("port");
    const plain =
        gateway === undefined
            ? section.value === "http" || port.value === 80
            : gateway.props
                  .at("spec", "listeners")
                  .items()
                  .filter((listener) => !section.isSet || listener.at("name").value === section.value)
                  .filter((listener) => !port.isSet || listener.at("port").value === port.value)
                  .some((listener) => listener.at("protocol").value === "HTTP");
    return plain
        ? {
              at: section,
              found: section.isSet
                  ? `"${String(section.value)}", which is plain HTTP`
                  : "every listener, plain HTTP too",
              expected: "a listener for HTTPS",
              write: "sectionName: https",
          }
        : undefined;
}

function isParent(gateway: PolicyObject, parent: Field, namespace: string | undefined): boolean {
    return (
        gateway.props.at("metadata", "name").value === parent.at("name").value &&
        gateway.namespace === (parent.at("namespace").value ?? namespace)
    );
}

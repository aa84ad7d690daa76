import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { servedRoutes } from "./applications";
import { REMOVED_HEADERS } from "./client-headers";
import { INGRESS_ROUTE } from "./kinds";
import { middlewaresOf } from "./traefik/middlewares";

export const ingressRouteClientAddress: Rule = {
    id: "ingressroute-client-address",
    title: "KATO and Kratos learn the client's address from Traefik alone",
    description:
        "As `route-client-address`, of IngressRoutes. Traefik itself sets `X-Forwarded-For` and `X-Real-Ip`, and believes those of the proxies alone that its entry points name; it forwards other headers of this kind as they come.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: `X-Real-IP $remote_addr`"),
        seed("KATO security guide", "Security Checklist: Failed authentication monitoring"),
    ],
    remediation:
        'Give the route a Middleware with the headers as `""` in `headers.customRequestHeaders`, and with no `X-Forwarded-For`.',
    // The headers stand in another object.
    scope: "stack",
    kinds: [INGRESS_ROUTE],
    check: (object, context) =>
        servedRoutes(object).flatMap((route) => judged(() => judgeRoute(route, object, context))),
};

/** Traefik's own to set. */
const OWN = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

function judgeRoute(route: Field, owner: PolicyObject, context: Context): Finding | undefined {
    const set = new Map(
        middlewaresOf(route, owner, context)
            .flatMap((middleware) => middleware.at("headers", "customRequestHeaders").entries())
            .map(([name, at]) => [name.toLowerCase(), at.value]),
    );
    const at = route.at("middlewares");
    const replaced = OWN.find((name) => set.has(name));
    if (replaced !== undefined) {
        const expected = "Traefik's own";
        return { at, found: `one that sets ${replaced}`, expected, write: `no ${replaced} in customRequestHeaders` };
    }
    const kept = REMOVED_HEADERS.filter((name) => set.get(name.toLowerCase()) !== "");
    return kept.length === 0
        ? undefined
        : {
              at,
              found: `none that removes ${kept.join(", ")}`,
              expected: "the client's headers of this kind removed",
              write: `customRequestHeaders: { ${kept.map((name) => `${name}: ""`).join(", ")} }`,
          };
}

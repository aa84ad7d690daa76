import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { INGRESS_ROUTE } from "./kinds";
import { owasp } from "./references";
import { middlewaresOf } from "./traefik/middlewares";

/** Security guide, "TLS Configuration Best Practices"; docs/adr says where it is out of date. */
const ANSWERED: readonly (readonly [name: string, value: string | RegExp])[] = [
    ["Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"],
    ["X-Frame-Options", "DENY"],
    ["X-Content-Type-Options", "nosniff"],
    ["X-XSS-Protection", "0"],
    ["Referrer-Policy", "strict-origin-when-cross-origin"],
    ["Permissions-Policy", /./],
    // Removed.
    ["X-Powered-By", ""],
    ["Server", ""],
];

export const ingressRouteHeaders: Rule = {
    id: "ingressroute-headers",
    title: "Traefik's routes answer with the security headers",
    description:
        "They tell browsers never to use plain HTTP, not to show the answer inside another page, and not to guess what it is. Traefik adds no header by itself: each route names a Middleware that does, the redirects and the refusals as well.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: Security headers"),
        owasp("HTTP Headers"),
    ],
    remediation: "Give each route a Middleware with these in `headers.customResponseHeaders`, before all others.",
    // The headers stand in another object.
    scope: "stack",
    kinds: [INGRESS_ROUTE],
    check: (object, context) =>
        object.props
            .at("spec", "routes")
            .items()
            .flatMap((route) => judged(() => judgeRoute(route, object, context))),
};

function judgeRoute(route: Field, owner: PolicyObject, context: Context): Finding | undefined {
    const middlewares = middlewaresOf(route, owner, context);
    // What one refuses has the headers of those before it.
    const [first] = middlewares.filter((middleware) => !middleware.at("chain").isSet);
    const set = new Map(
        (first?.at("headers", "customResponseHeaders").entries() ?? []).map(([name, at]) => [
            name.toLowerCase(),
            at.text,
        ]),
    );
    const wrong = ANSWERED.filter(([name, wanted]) => {
        const value = set.get(name.toLowerCase());
        return typeof wanted === "string" ? value !== wanted : !wanted.test(value ?? "");
    });
    return wrong.length === 0
        ? undefined
        : {
              at: route.at("middlewares"),
              found: `first none that sets ${wrong.map(([name]) => name).join(", ")}`,
              expected: "the security headers in every answer",
              write: "middlewares: [{ name: headers }, …], with `customResponseHeaders`",
          };
}

import type { Field } from "../../../kubernetes/field";
import { judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { deniedRoutes, servedRoutes } from "./applications";
import { INGRESS_ROUTE } from "./kinds";
import { middlewaresOf, refusesAll } from "./traefik/middlewares";

export const ingressRouteDeniedPaths: Rule = {
    id: "ingressroute-denied-paths",
    title: "Traefik does not forward what is for operators",
    description:
        "As `route-denied-paths`, of IngressRoutes. Traefik answers nothing by itself: a Middleware has to refuse everybody, by an `ipAllowList` of an address that no client has. One that changes paths makes an allowed path into one that is not.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("Kratos production setup", "Security checklist: Admin API not publicly accessible"),
        seed("KATO security guide", "Security Checklist: Internal services not exposed externally"),
    ],
    remediation:
        "Give the paths a route of a higher priority with a Middleware `ipAllowList: { sourceRange: [255.255.255.255/32], rejectStatusCode: 404 }`.",
    // What a Middleware does stands in another object.
    scope: "stack",
    kinds: [INGRESS_ROUTE],
    check: (object, context) => [
        ...judged(() => {
            const open = deniedRoutes(object).filter(
                ({ route }) => !middlewaresOf(route, object, context).some(refusesAll),
            );
            const paths = new Map(open.map((one) => [one.of, one] as const));
            return [...paths.values()].map(({ route, path, of }) => ({
                at: route,
                found: `a route that forwards ${path}`,
                expected: "404",
                write: `match: PathRegexp(\`(?i)^${of}\`), with a Middleware that refuses everybody`,
            }));
        }),
        ...servedRoutes(object).flatMap((route) =>
            judged(() =>
                middlewaresOf(route, object, context).some(changesPath)
                    ? {
                          at: route.at("middlewares"),
                          found: "a Middleware that changes the path",
                          expected: "the path as it was asked for",
                          write: "no addPrefix, replacePath or stripPrefix",
                      }
                    : undefined,
            ),
        ),
    ],
};

const CHANGES = ["addPrefix", "replacePath", "replacePathRegex", "stripPrefix", "stripPrefixRegex"];

function changesPath(middleware: Field): boolean {
    return CHANGES.some((key) => middleware.at(key).isSet);
}

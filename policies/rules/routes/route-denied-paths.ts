import { seed } from "../references";
import { judged, type Rule } from "../../engine/rule";
import { deniedRoutes } from "./applications";
import { VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";

export const routeDeniedPaths: Rule = {
    id: "route-denied-paths",
    title: "What is for operators is not forwarded",
    description:
        "Kratos' public port redirects `/admin` to the address of its admin API; `/metrics`, `/version` and `/health/ready` tell an attacker what runs, how it fares, and make it ask the database. It is asked of KATO's and Kratos' routes, in every spelling that an application may accept.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("Kratos production setup", "Security checklist: Admin API not publicly accessible"),
        seed("KATO security guide", "Security Checklist: Internal services not exposed externally"),
    ],
    remediation:
        'Answer them before anything is forwarded: `{ path: "~* ^/admin", action: { return: { code: 404 } } }`.',
    kinds: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE],
    check: (object) =>
        judged(() => {
            const open = [...new Map(deniedRoutes(object).map((one) => [one.of, one] as const)).values()];
            return open.map(({ route, path, of }) => ({
                at: route,
                found: `a route that forwards ${path}`,
                expected: "404",
                write: `{ path: "~* ^${of}", action: { return: { code: 404, body: "Not found" } } }`,
            }));
        }),
};

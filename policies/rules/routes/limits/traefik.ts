import type { Field } from "../../../../kubernetes/field";
import type { Finding } from "../../../engine/rule";
import type { Limit } from "../applications";
import { INGRESS_ROUTE, MIDDLEWARE } from "../kinds";
import { definitions } from "../traefik/middlewares";
import { type LimitDialect, limitOf, PODS } from "./dialect";

export const traefikLimits: LimitDialect = {
    routes: [INGRESS_ROUTE],
    limits: MIDDLEWARE,
    named: (route, owner, context) => definitions(route, owner, context).filter((one) => limitOf(one).isSet),
    missing: (route, owner, context) =>
        definitions(route, owner, context).some((one) => limitOf(one).isSet)
            ? undefined
            : {
                  at: route.at("middlewares"),
                  found: "none that limits",
                  expected: "a Middleware with `rateLimit` that is deployed with the route",
                  write: "middlewares: [{ name: auth-limit }]",
              },
    weaknesses,
};

/** Each pod counts by itself, and nothing shares a rate among them. */
function weaknesses(limit: Field, { path, perMinute, burst }: Limit): Finding[] {
    const findings: Finding[] = [];
    const average = limit.at("average");
    const perSecond = Number(average.value ?? 0) / seconds(limit.at("period"));
    const most = Math.round(perMinute / PODS);
    const write = `average: ${most}, period: 1m`;
    // Zero is no limit.
    if (!(perSecond > 0) || perSecond * 60 > most + ROUNDING) {
        const expected = `${perMinute} a minute at most, for ${path}, and ${most} for each pod`;
        findings.push({ at: average, expected, write });
    }
    const at = limit.at("burst");
    const atOnce = Number(at.value ?? 1);
    if (atOnce > burst + 1) {
        findings.push({ at, expected: `${burst + 1} at most, for ${path}`, write: `burst: ${burst + 1}` });
    } else if (findings.length === 0 && (atOnce / remembered(perSecond)) * 60 > most + ROUNDING) {
        const expected = `less, as a client is forgotten after ${remembered(perSecond)} s: ${most} a minute at most`;
        findings.push({ at, expected, write: "burst: 1, or a longer period" });
    }
    return findings;
}

/** A rate of one in 7 seconds is as good as 8.57 a minute. */
const ROUNDING = 0.001;

/** For how many seconds Traefik remembers a client (`pkg/middlewares/ratelimiter`). */
function remembered(perSecond: number): number {
    return perSecond >= 1 ? 2 : 1 + Math.floor(1 / perSecond);
}

/** A period, as a Go duration or as a number of seconds; one by default. What is none limits nothing. */
function seconds(period: Field): number {
    if (!period.isSet) {
        return 1;
    }
    const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(period.value)) ?? [];
    return count === undefined ? 0 : Number(count) * ({ ms: 0.001, s: 1, m: 60, h: 3600 }[unit ?? "s"] ?? 1);
}

import assert from "node:assert/strict";
import { HEADERS } from "../../../../components/edge/headers";
import { limitsOf, type Route } from "../../../../components/edge/route";
import { share } from "../../../../components/edge/shares";
import { rateLimit } from "../../../../components/edge/traefik/limits";
import {
    bodySizeMiddleware,
    ingressRoute,
    redirectRoute,
    serversTransport,
    sharedMiddlewares,
    tlsOption,
} from "../../../../components/edge/traefik/objects";
import { proxy, routes, settings } from "../given";

const placement = { namespace: "traefik", ingressClass: "public" };
const [kato, kratos] = routes() as [Route, Route];

interface Rule {
    readonly match: string;
    readonly priority: number;
    readonly middlewares: readonly { readonly name: string }[];
    readonly services: readonly object[];
}

function rules(route: Route): Rule[] {
    return (ingressRoute(route, placement).spec as { routes: Rule[] }).routes;
}

/** What answers a path: the rule of the highest priority, as Traefik chooses. */
function names(route: Route, path: string): string[] {
    const found = rules(route)
        .filter(({ match }) =>
            [...match.matchAll(/PathRegexp\(`\(\?i\)([^`]*)`\)/g)].some(([, pattern = ""]) =>
                new RegExp(pattern, "i").test(path),
            ),
        )
        .sort((a, b) => b.priority - a.priority);
    return found[0]?.middlewares.map(({ name }) => name) ?? [];
}

describe("Traefik's objects", () => {
    it("are a host with its certificate and TLS 1.3, whose first matching path decides", () => {
        const { spec } = ingressRoute(kato, placement) as { spec: Record<string, unknown> };
        assert.deepEqual(
            [spec["ingressClassName"], spec["entryPoints"], spec["tls"]],
            ["public", ["websecure"], { secretName: "kato-tls", options: { name: "kato-platform-tls" } }],
        );
        assert.deepEqual(tlsOption(settings, placement).spec, {
            minVersion: "VersionTLS13",
            sniStrict: true,
            disableSessionTickets: true,
        });
        const older = tlsOption({ ...settings, tls: { minVersion: "1.2", stapling: false } }, placement);
        assert.equal((older.spec as { minVersion: string }).minVersion, "VersionTLS12");
        assert.ok(rules(kato).every(({ match }) => match.startsWith("Host(`kato.yourdomain.com`) && (")));
        for (const path of ["/auth", "/AUTH/login"]) {
            assert.deepEqual(names(kato, path), ["kato-platform-headers", "auth-limit", "kato-ingress-body"]);
        }
        assert.deepEqual(names(kato, "/other"), ["kato-platform-headers", "kato-ingress-body"]);
    });

    it("forward no denied path, in any letter case", () => {
        for (const path of ["/admin", "/Metrics/x", "/HEALTH/READY", "/version"]) {
            assert.deepEqual(names(kratos, path), ["kato-platform-headers", "kato-platform-deny"], path);
        }
        const deny = sharedMiddlewares(settings, placement).at(-1);
        assert.deepEqual(deny?.spec, { ipAllowList: { sourceRange: ["255.255.255.255/32"], rejectStatusCode: 404 } });
    });

    it("count paths with the same limit together, in one rule", () => {
        const limited = rules(kratos).filter(({ middlewares }) =>
            middlewares.some(({ name }) => name === "submission-limit"),
        );
        assert.equal(limited.length, 1);
        assert.equal(limited[0]?.match.match(/PathRegexp/g)?.length, 4);
    });

    it("redirect plain HTTP, with a rule that any challenge comes before", () => {
        const { spec } = redirectRoute(kato, placement) as { spec: { entryPoints: string[]; routes: Rule[] } };
        assert.deepEqual(spec.entryPoints, ["web"]);
        const [rule] = spec.routes;
        assert.equal(rule?.priority, 1);
        assert.deepEqual(
            rule.middlewares.map(({ name }) => name),
            ["kato-platform-headers", "kato-platform-redirect"],
        );
        assert.deepEqual(sharedMiddlewares(settings, placement)[1]?.spec, {
            redirectScheme: { scheme: "https", permanent: true },
        });
    });

    it("answer with the headers of every edge, and forward none that poses as a proxy's", () => {
        const { spec } = sharedMiddlewares({ ...settings, proxy }, placement)[0] as {
            spec: { headers: Record<string, Record<string, string>> };
        };
        assert.deepEqual(spec.headers["customResponseHeaders"], { ...HEADERS, "X-Powered-By": "", Server: "" });
        assert.deepEqual(
            ["Forwarded", "X-Original-URL", "CF-Connecting-IP", "Upgrade"].map(
                (name) => spec.headers["customRequestHeaders"]?.[name],
            ),
            ["", "", "", ""],
        );
    });

    it("verify a backend by our authority and its name, and wait no longer than they may", () => {
        assert.deepEqual(serversTransport(kato, "ca", placement).spec, {
            serverName: "kato.kato.svc",
            rootCAs: [{ secret: "ca" }],
            forwardingTimeouts: { dialTimeout: "5s", responseHeaderTimeout: "60s" },
        });
        assert.deepEqual(rules(kato)[0]?.services, [
            { name: "kato", port: 443, scheme: "https", serversTransport: "kato-ingress" },
        ]);
        const [plain] = routes({ katoTls: false });
        assert.ok(plain !== undefined);
        assert.deepEqual(Object.keys(serversTransport(plain, "ca", placement).spec), ["forwardingTimeouts"]);
        assert.match(JSON.stringify(ingressRoute(plain, placement)), /"scheme":"http"/);
    });

    it("refuse a body that is too large", () => {
        assert.deepEqual(bodySizeMiddleware(kato, placement).spec, { buffering: { maxRequestBodyBytes: 10_485_760 } });
        assert.deepEqual(bodySizeMiddleware({ ...kato, bodySize: "512k" }, placement).spec, {
            buffering: { maxRequestBodyBytes: 524_288 },
        });
    });

    it("give nobody more than a limit, however long it is silent, and two requests at once", () => {
        const expected: Record<string, [average: number, period: string, burst: number]> = {
            "auth-limit": [1, "23s", 2],
            "api-limit": [100, "60s", 3],
            "submission-limit": [1, "3s", 2],
        };
        for (const limit of limitsOf(routes())) {
            const made = rateLimit(limit, 1, settings) as { average: number; period: string; burst: number };
            assert.deepEqual([made.average, made.period, made.burst], expected[limit.name], limit.name);
        }
        // What Traefik does: a bucket that is full again when the client has been silent for longer than it is remembered.
        for (const pods of [1, 2, 5]) {
            for (const limit of limitsOf(routes())) {
                const made = rateLimit(limit, pods, settings) as { average: number; period: string; burst: number };
                const perSecond = made.average / Number.parseInt(made.period, 10);
                const remembered = perSecond >= 1 ? 2 : 1 + Math.trunc(1 / perSecond);
                const { requestsPerMinute } = share(limit, pods);
                assert.ok(perSecond * 60 <= requestsPerMinute, limit.name);
                assert.ok(made.burst === 1 || (made.burst / remembered) * 60 <= requestsPerMinute, limit.name);
            }
        }
    });

    it("count by address or network, behind a proxy by the last address that is none of its own", () => {
        const [limit] = limitsOf(routes());
        assert.ok(limit !== undefined);
        const criterion = (of: object): unknown => (of as { sourceCriterion: unknown }).sourceCriterion;
        assert.deepEqual(criterion(rateLimit(limit, 2, settings)), { ipStrategy: { ipv6Subnet: 64 } });
        assert.deepEqual(criterion(rateLimit(limit, 2, { ...settings, proxy })), {
            ipStrategy: { excludedIPs: proxy.ranges },
        });
    });
});

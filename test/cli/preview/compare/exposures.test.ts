import assert from "node:assert/strict";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import { dangers, entry, shown } from "../snapshots";
import type { Json } from "../../../../kubernetes/json";

const upstreams = [
    { name: "app", service: "kato/kato", port: 80 },
    { name: "admin", service: "kratos/kratos-admin", port: 4434 },
];
const open = (path: string, upstream = "app"): Json => ({ path, action: { proxy: { upstream } } });
const blocked = (path: string): Json => ({ path, action: { return: { code: 404 } } });

function virtualServer(host: string, ...routes: Json[]): ResourceEntry {
    return entry("kubernetes:k8s.nginx.org/v1:VirtualServer", host, { spec: { host, upstreams, routes } });
}

function ingress(spec: Record<string, Json>): ResourceEntry {
    return entry("kubernetes:networking.k8s.io/v1:Ingress", "ingress", { spec });
}

const service = { name: "app", port: { number: 80 } };
const path = (start: string, pathType = "Prefix"): Json => ({ path: start, pathType, backend: { service } });

function httpRoute(spec: Record<string, Json>): ResourceEntry {
    return entry("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "route", { spec });
}

const found = (before: ResourceEntry[], after: ResourceEntry[]) => shown(dangers(before, after));

describe("exposed routes", () => {
    it("are those of a new host, the widest of them", () => {
        const after = [virtualServer("a.example", blocked("/metrics"), open("~* ^/auth"), open("/"))];
        assert.deepEqual(found([], after), ['route exposed: https://a.example | /: nothing → "kato/kato:80"']);
        assert.deepEqual(found(after, after), []);
        assert.deepEqual(found(after, []), []);
    });

    it("are a new path, unless a wider one led there already", () => {
        const narrow = [virtualServer("a.example", open("/app"))];
        const wide = [virtualServer("a.example", open("/app"), open("~* ^/auth"))];
        assert.deepEqual(found(narrow, wide), [
            'route exposed: https://a.example | ~* ^/auth: nothing → "kato/kato:80"',
        ]);
        const all = [virtualServer("a.example", open("/"))];
        assert.deepEqual(found(all, [virtualServer("a.example", open("/"), open("~* ^/auth"), open("~* x"))]), []);
    });

    it("are none that a path for everything led to already, but for what it leaves out", () => {
        const everything = String.raw`~ ^/(?!\.well-known/acme-challenge/)`;
        const before = [virtualServer("a.example", open(everything))];
        assert.deepEqual(found(before, [virtualServer("a.example", open("~* ^/auth"), open(everything))]), []);
        const challenges = "/.well-known/acme-challenge/x";
        assert.deepEqual(found(before, [virtualServer("a.example", open(challenges), open(everything))]), [
            `route exposed: https://a.example | ${challenges}: nothing → "kato/kato:80"`,
        ]);
    });

    it("are none where a host's paths move beside the Service that they lead to", () => {
        const part = entry("kubernetes:k8s.nginx.org/v1:VirtualServerRoute", "part", {
            metadata: { namespace: "kato" },
            spec: {
                host: "a.example",
                upstreams: [{ name: "app", service: "kato", port: 80 }],
                subroutes: [open("/")],
            },
        });
        assert.deepEqual(found([virtualServer("a.example", open("/"))], [part]), []);
    });

    it("are a path that leads somewhere else", () => {
        const before = [virtualServer("a.example", open("/"))];
        assert.deepEqual(found(before, [virtualServer("a.example", open("/", "admin"))]), [
            'route exposed: https://a.example | /: nothing → "kratos/kratos-admin:4434"',
        ]);
    });

    it("are a path that is no longer blocked, whether its route is gone or leads on", () => {
        const before = [virtualServer("a.example", blocked("~* ^/admin"), open("/"))];
        const expected = ['route exposed: https://a.example | ~* ^/admin: "blocked" → "kato/kato:80"'];
        assert.deepEqual(found(before, [virtualServer("a.example", open("/"))]), expected);
        assert.deepEqual(found(before, [virtualServer("a.example", open("~* ^/admin"), open("/"))]), expected);
    });

    it("are not a path that a wider route blocks from now on, nor one whose host is gone", () => {
        const before = [virtualServer("a.example", blocked("~* ^/admin/identities"), open("/"))];
        assert.deepEqual(found(before, [virtualServer("a.example", blocked("~* ^/admin"), open("/"))]), []);
        assert.deepEqual(found(before, []), []);
    });

    it("are part of a path that was blocked", () => {
        const before = [virtualServer("a.example", blocked("/admin"), open("/"))];
        const after = [virtualServer("a.example", blocked("/admin"), open("/admin/health"), open("/"))];
        assert.deepEqual(found(before, after), [
            'route exposed: https://a.example | /admin/health: "blocked" → "kato/kato:80"',
        ]);
        assert.deepEqual(found(after, after), []);
    });

    it("are not a path that another host blocks", () => {
        const other = virtualServer("a.example", blocked("/admin"));
        const before = [other, virtualServer("b.example", open("/"))];
        assert.deepEqual(found(before, [other, virtualServer("b.example", open("/"), open("/admin"))]), []);
    });

    it("are not a path that the edge answered by itself, without refusing it", () => {
        const answered = { path: "/robots.txt", action: { return: { code: 200 } } };
        assert.deepEqual(
            found([virtualServer("a.example", answered, open("/"))], [virtualServer("a.example", open("/"))]),
            [],
        );
    });

    it("do not come from what only redirects", () => {
        const redirect = { path: "/old", action: { redirect: { url: "https://a.example/" } } };
        assert.deepEqual(found([], [virtualServer("a.example", redirect)]), []);
    });

    it("are seen through conditions, splits and a route of another namespace", () => {
        const conditional = { path: "/x", matches: [{ action: { pass: "app" } }], action: { return: { code: 404 } } };
        assert.equal(found([], [virtualServer("a.example", conditional)]).length, 1);
        const split = { path: "/x", splits: [{ weight: 1, action: { pass: "app" } }] };
        assert.equal(found([], [virtualServer("a.example", split)]).length, 1);
        const spec = { host: "a.example", upstreams, subroutes: [open("/app")] };
        const part = entry("kubernetes:k8s.nginx.org/v1:VirtualServerRoute", "part", { spec });
        assert.deepEqual(found([], [part]), ['route exposed: https://a.example | /app: nothing → "kato/kato:80"']);
    });

    it("know where a regular expression begins", () => {
        const before = [virtualServer("a.example", open("~* ^/self-service"))];
        const within = (...expressions: string[]) =>
            found(before, [
                virtualServer("a.example", open("~* ^/self-service"), ...expressions.map((each) => open(each))),
            ]);
        assert.deepEqual(within("~* ^/self-service/login/?$", "~ ^/self-service\\.json$", "= /self-service"), []);
        const exact = [virtualServer("a.example", open("~ ^/auth$"))];
        assert.equal(found(exact, [virtualServer("a.example", open("~ ^/auth$"), open("/auth/x"))]).length, 1);
        // The last letter may be missing, the first may be another, and the beginning may be anything.
        assert.equal(within("~* ^/self-service?").length, 1);
        assert.equal(within("~* ^/self-service|/admin").length, 1);
        assert.equal(within("~* /self-service").length, 1);
    });

    it("are found in Ingresses", () => {
        const before = [ingress({ rules: [{ host: "a.example", http: { paths: [path("/app")] } }] })];
        const rules = [{ host: "a.example", http: { paths: [path("/app"), path("/app/x"), path("/admin", "Exact")] } }];
        assert.deepEqual(found(before, [ingress({ rules })]), [
            'route exposed: https://a.example | /admin: nothing → "app:80"',
        ]);
        assert.deepEqual(found(before, [ingress({ rules: [{ http: { paths: [path("/")] } }] })]), [
            'route exposed: https://* | /: nothing → "app:80"',
        ]);
        const exact = (...paths: Json[]) => [ingress({ rules: [{ host: "a.example", http: { paths } }] })];
        assert.equal(found(exact(path("/a", "Exact")), exact(path("/a", "Exact"), path("/a/b"))).length, 1);
        assert.deepEqual(found([], [ingress({ defaultBackend: { service } })]), [
            'route exposed: https://* | /: nothing → "app:80"',
        ]);
    });

    it("are found in HTTPRoutes", () => {
        const backendRefs = [{ name: "app", port: 80 }];
        const route = (hostnames: string[], ...matches: Json[]) =>
            httpRoute({ hostnames, rules: [{ matches, backendRefs }] });
        const prefix = (value: string): Json => ({ path: { type: "PathPrefix", value } });
        assert.deepEqual(
            found([route(["a.example"], prefix("/a"))], [route(["a.example", "b.example"], prefix("/a"))]),
            ['route exposed: https://b.example | /a: nothing → "app:80"'],
        );
        assert.deepEqual(found([], [route([])]), ['route exposed: https://* | /: nothing → "app:80"']);
        assert.equal(
            found([route(["a.example"], prefix("/a"))], [route(["a.example"], prefix("/a"), prefix("/b"))]).length,
            1,
        );
        const exact = { path: { type: "Exact", value: "/a" } };
        assert.equal(found([route(["a.example"], exact)], [route(["a.example"], exact, prefix("/a/b"))]).length, 1);
        const expression = { path: { type: "RegularExpression", value: "/.*" } };
        assert.equal(found([route(["a.example"], prefix("/a"))], [route(["a.example"], expression)]).length, 1);
    });
});

describe("exposed Services", () => {
    const of = (spec: Record<string, Json>): ResourceEntry =>
        entry("kubernetes:core/v1:Service", "app", { metadata: { namespace: "kato", name: "app" }, spec });
    const inside = of({ type: "ClusterIP", ports: [{ port: 80 }] });

    it("are those that become a load balancer's or a node's", () => {
        for (const type of ["LoadBalancer", "NodePort"]) {
            assert.deepEqual(found([inside], [of({ type, ports: [{ port: 80 }] })]), [
                `route exposed: Service kato/app | type: "ClusterIP" → "${type}"`,
            ]);
            assert.deepEqual(found([], [of({ type })]), [
                `route exposed: Service kato/app | type: nothing → "${type}"`,
            ]);
        }
        assert.deepEqual(found([], [inside]), []);
        assert.deepEqual(found([of({ type: "LoadBalancer" })], [inside]), []);
    });

    it("are those with a new port or an external address", () => {
        const before = of({ type: "LoadBalancer", ports: [{ port: 443 }] });
        assert.deepEqual(found([before], [of({ type: "LoadBalancer", ports: [{ port: 443 }, { port: 22 }] })]), [
            'route exposed: Service kato/app | ports: "443" → "443, 22"',
        ]);
        assert.deepEqual(
            found([inside], [of({ type: "ClusterIP", ports: [{ port: 80 }], externalIPs: ["192.0.2.1"] })]),
            ['route exposed: Service kato/app | externalIPs: nothing → "192.0.2.1"'],
        );
    });

    it("are those that let more addresses in", () => {
        const ranges = (...list: string[]) => of({ type: "LoadBalancer", loadBalancerSourceRanges: list });
        assert.deepEqual(found([ranges("192.0.2.0/24")], [of({ type: "LoadBalancer" })]), [
            'route exposed: Service kato/app | loadBalancerSourceRanges: "192.0.2.0/24" → "anybody"',
        ]);
        assert.equal(found([ranges("192.0.2.0/24")], [ranges("192.0.2.0/24", "198.51.100.0/24")]).length, 1);
        assert.deepEqual(found([ranges("192.0.2.0/24")], [ranges("192.0.2.0/25")]), []);
        assert.deepEqual(found([of({ type: "LoadBalancer" })], [ranges("192.0.2.0/24")]), []);
    });
});

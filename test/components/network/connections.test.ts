import assert from "node:assert/strict";
import { addresses, allowed, assertGoverned, overTls, tableRows } from "../../../components/network/connections";
import { defaultDns } from "../../../config";
import { INTERNET } from "../../../components/network/internet";
import { type Endpoint, workload } from "../../../components/workload/identity";

const app = workload("shop", "app");
const database: Endpoint = { workload: workload("shop", "db"), host: "db.shop.svc", port: 5432 };

describe("The connection table", () => {
    it("lets a workload that may reach something ask DNS, over UDP and TCP, NodeLocal's address included", () => {
        assert.deepEqual(tableRows(allowed(defaultDns, app, [database])), [
            { from: "shop/app", to: "kube-system/kube-dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "kube-system/kube-dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "node-local-dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "node-local-dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" },
        ]);
    });

    it("asks the DNS that the cluster has, on each of its ports", () => {
        const labels = { "dns.operator.openshift.io/daemonset-dns": "default" };
        const dns = { namespace: "openshift-dns", labels, cidrs: [], ports: [53, 5353] };
        assert.deepEqual(tableRows(allowed(dns, app, [database])), [
            { from: "shop/app", to: "openshift-dns/dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 5353, protocol: "UDP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 5353, protocol: "TCP" },
            { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" },
        ]);
    });

    it("asks no DNS on behalf of addresses", () => {
        const table = allowed(defaultDns, addresses("api", ["10.0.0.1/32"], 443).workload, [database]);
        assert.deepEqual(tableRows(table), [{ from: "api", to: "shop/db", port: 5432, protocol: "TCP" }]);
    });

    it("shows a connection once however often it is allowed", () => {
        const once = allowed(defaultDns, app, [database]);
        assert.equal(tableRows([...once, ...once]).length, 5);
    });

    it("says TLS of a connection that has it in every use", () => {
        const last = (...endpoints: Endpoint[]) =>
            tableRows(endpoints.flatMap((endpoint) => allowed(defaultDns, app, [endpoint]))).at(-1);
        const plain = { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" };
        assert.deepEqual(last(overTls(database), overTls(database)), { ...plain, tls: true });
        assert.deepEqual(last(overTls(database), database), plain);
        assert.deepEqual(last(database, overTls(database)), plain);
    });

    it("names the policy after both ends, or as told", () => {
        const policies = (name?: string) =>
            new Set(allowed(defaultDns, app, [database], name).map(({ policy }) => policy));
        assert.deepEqual(policies(), new Set(["app-to-db"]));
        assert.deepEqual(policies("kato-to-databases"), new Set(["kato-to-databases"]));
    });

    it("takes several endpoints under one policy", () => {
        const cache: Endpoint = { workload: workload("shop", "cache"), host: "cache.shop.svc", port: 6379 };
        const opened = allowed(defaultDns, app, [database, cache], "app-to-stores").filter(({ port }) => port !== 53);
        assert.deepEqual(
            opened.map(({ to, port, policy }) => [to.name, port, policy]),
            [
                ["db", 5432, "app-to-stores"],
                ["cache", 6379, "app-to-stores"],
            ],
        );
    });
});

describe("assertGoverned", () => {
    const table = allowed(defaultDns, app, [database]);

    it("accepts workloads of governed and of foreign namespaces, and addresses", () => {
        assertGoverned(table, ["shop"], ["kube-system"]);
        assertGoverned(allowed(defaultDns, INTERNET, [database]), ["shop"], []);
    });

    it("names each connection of a client or a server that no policy would be made for", () => {
        const elsewhere: Endpoint = { workload: workload("bank", "ledger"), host: "ledger.bank.svc", port: 9000 };
        const lost = [...table, ...allowed(defaultDns, app, [elsewhere])];
        const message = (rows: string, governed: string) =>
            new Error(
                `No NetworkPolicy is made for ${rows}: policies are made in ${governed}. ` +
                    "Give the workload's namespace its NetworkPolicies, or take the connection out of the table.",
            );
        assert.throws(
            () => assertGoverned(lost, ["shop"], ["kube-system"]),
            message("shop/app to bank/ledger on 9000/TCP", "shop"),
        );
        assert.throws(
            () => assertGoverned(allowed(defaultDns, INTERNET, [database]), ["bank"], ["kube-system"]),
            message("internet to shop/db on 5432/TCP", "bank"),
        );
    });
});

describe("INTERNET", () => {
    it("leaves out private space, link-local addresses and every cloud's metadata service", () => {
        assert.deepEqual(INTERNET, {
            kind: "addresses",
            name: "internet",
            cidrs: ["0.0.0.0/0", "::/0"],
            except: [
                "0.0.0.0/8",
                "10.0.0.0/8",
                "100.64.0.0/10",
                "127.0.0.0/8",
                "168.63.129.16/32",
                "169.254.0.0/16",
                "172.16.0.0/12",
                "192.0.0.0/24",
                "192.168.0.0/16",
                "198.18.0.0/15",
                "224.0.0.0/4",
                "240.0.0.0/4",
                "::1/128",
                "64:ff9b::/96",
                "64:ff9b:1::/48",
                "2001::/32",
                "2002::/16",
                "fc00::/7",
                "fe80::/10",
                "ff00::/8",
            ],
        });
    });

    it("names no IPv4-mapped range, which the API server refuses as an exception of ::/0", () => {
        assert.deepEqual(
            INTERNET.except?.filter((range) => /^::ffff:/i.test(range)),
            [],
        );
    });
});

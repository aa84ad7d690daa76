import assert from "node:assert/strict";
import { addresses, Connections, overTls } from "../../../components/network/connections";
import { defaultDns } from "../../../config";
import { INTERNET } from "../../../components/network/internet";
import { type Endpoint, workload } from "../../../components/workload/identity";

const app = workload("shop", "app");
const database: Endpoint = { workload: workload("shop", "db"), host: "db.shop.svc", port: 5432 };

describe("Connections", () => {
    it("permits nothing until something is allowed", () => {
        assert.deepEqual(new Connections(defaultDns).rows(), []);
    });

    it("lets a workload that may reach something ask DNS, over UDP and TCP, NodeLocal's address included", () => {
        const table = new Connections(defaultDns);
        table.allow(app, database);
        assert.deepEqual(table.rows(), [
            { from: "shop/app", to: "kube-system/kube-dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "kube-system/kube-dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "node-local-dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "node-local-dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" },
        ]);
    });

    it("asks the DNS that the cluster has, on each of its ports", () => {
        const labels = { "dns.operator.openshift.io/daemonset-dns": "default" };
        const table = new Connections({ namespace: "openshift-dns", labels, cidrs: [], ports: [53, 5353] });
        table.allow(app, database);
        assert.deepEqual(table.rows(), [
            { from: "shop/app", to: "openshift-dns/dns", port: 53, protocol: "UDP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 53, protocol: "TCP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 5353, protocol: "UDP" },
            { from: "shop/app", to: "openshift-dns/dns", port: 5353, protocol: "TCP" },
            { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" },
        ]);
    });

    it("asks no DNS on behalf of addresses", () => {
        const table = new Connections(defaultDns);
        table.allow(addresses("api", ["10.0.0.1/32"], 443).workload, database);
        assert.deepEqual(table.rows(), [{ from: "api", to: "shop/db", port: 5432, protocol: "TCP" }]);
    });

    it("shows a connection once however often it is allowed", () => {
        const table = new Connections(defaultDns);
        table.allow(app, database);
        table.allow(app, database);
        assert.equal(table.rows().length, 5);
    });

    it("says TLS of a connection that has it in every use", () => {
        const last = (...endpoints: Endpoint[]) => {
            const table = new Connections(defaultDns);
            endpoints.forEach((endpoint) => table.allow(app, endpoint));
            return table.rows().at(-1);
        };
        const plain = { from: "shop/app", to: "shop/db", port: 5432, protocol: "TCP" };
        assert.deepEqual(last(overTls(database), overTls(database)), { ...plain, tls: true });
        assert.deepEqual(last(overTls(database), database), plain);
        assert.deepEqual(last(database, overTls(database)), plain);
    });

    it("names the policy after both ends, or as told", () => {
        const policies = (name?: string) => {
            const table = new Connections(defaultDns);
            table.allow(app, database, name);
            return new Set(table.all().map(({ policy }) => policy));
        };
        assert.deepEqual(policies(), new Set(["app-to-db"]));
        assert.deepEqual(policies("kato-to-databases"), new Set(["kato-to-databases"]));
    });

    it("takes several endpoints under one policy", () => {
        const table = new Connections(defaultDns);
        const cache: Endpoint = { workload: workload("shop", "cache"), host: "cache.shop.svc", port: 6379 };
        table.allow(app, [database, cache], "app-to-stores");
        const opened = table.all().filter(({ port }) => port !== 53);
        assert.deepEqual(
            opened.map(({ to, port, policy }) => [to.name, port, policy]),
            [
                ["db", 5432, "app-to-stores"],
                ["cache", 6379, "app-to-stores"],
            ],
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

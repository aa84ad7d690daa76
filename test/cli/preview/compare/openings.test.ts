import assert from "node:assert/strict";
import { compare } from "../../../../cli/preview/compare/diff";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import { dangers, entry, shown, snapshot } from "../snapshots";
import type { Json } from "../../../../kubernetes/json";

function policy(name: string, spec: Record<string, Json>): ResourceEntry {
    const inputs = {
        metadata: { namespace: "kato", name },
        spec: { podSelector: { matchLabels: { app: "kato" } }, ...spec },
    };
    return entry("kubernetes:networking.k8s.io/v1:NetworkPolicy", name, inputs);
}

const pods = (app: string): Json => ({ podSelector: { matchLabels: { app } } });
const block = (cidr: string, ...except: string[]): Json => ({ ipBlock: { cidr, except } });
const egress = (to: Json[], ...ports: number[]): Record<string, Json> => ({
    egress: [{ to, ports: ports.map((port) => ({ port, protocol: "TCP" })) }],
});

describe("openings of NetworkPolicies", () => {
    it("show a range that grows, from what to what", () => {
        const before = [policy("to-api", egress([block("10.0.0.0/28")], 443))];
        const after = [policy("to-api", egress([block("10.0.0.0/24")], 443))];
        assert.deepEqual(shown(dangers(before, after)), [
            'connection opened: NetworkPolicy kato/to-api | egress 443/TCP: "10.0.0.0/28" → "10.0.0.0/24"',
        ]);
        assert.deepEqual(dangers(after, before), []);
    });

    it("show an exception that is lost", () => {
        const before = [policy("out", egress([block("0.0.0.0/0", "10.0.0.0/8", "169.254.0.0/16")], 443))];
        const after = [policy("out", egress([block("0.0.0.0/0", "10.0.0.0/8")], 443))];
        assert.deepEqual(shown(dangers(before, after)), [
            'connection opened: NetworkPolicy kato/out | egress 443/TCP: "0.0.0.0/0 except 10.0.0.0/8, 169.254.0.0/16" → "0.0.0.0/0 except 10.0.0.0/8"',
        ]);
    });

    it("show another peer, another port, and rules without either", () => {
        const before = [policy("to-store", egress([pods("redis")], 6379))];
        const found = (spec: Record<string, Json>) => shown(dangers(before, [policy("to-store", spec)]));
        assert.equal(found(egress([pods("redis"), pods("mongo")], 6379)).length, 1);
        assert.match(found(egress([pods("redis")], 6379, 22))[0] ?? "", /\| egress 22\/TCP: nothing → /);
        assert.match(found(egress([], 6379))[0] ?? "", /\| egress 6379\/TCP: .* → "any"$/);
        assert.match(found({ egress: [{ to: [pods("redis")] }] })[0] ?? "", /\| egress any: /);
        assert.match(found({ egress: [{}] })[0] ?? "", /\| egress any: .* → "any"$/);
        assert.match(found({ ingress: [{ from: [pods("redis")] }] })[0] ?? "", /\| ingress any: nothing → /);
    });

    it("say nothing of what moves to another policy of the same pods, or is put in another order", () => {
        const one = policy("one", egress([pods("a"), pods("b")], 1, 2));
        const parts = [policy("two", egress([pods("b")], 2, 1)), policy("three", egress([pods("a")], 1, 2))];
        assert.deepEqual(
            dangers([one], parts).filter(({ what }) => what === "connection opened"),
            [],
        );
    });

    it("say nothing of what becomes one of any", () => {
        const anyPeer = policy("one", egress([], 443));
        assert.deepEqual(dangers([anyPeer], [policy("one", egress([pods("a"), block("10.0.0.0/8")], 443))]), []);
        const anyPort = policy("one", { egress: [{ to: [pods("a")] }] });
        assert.deepEqual(dangers([anyPort], [policy("one", egress([pods("a")], 1, 2))]), []);
    });

    it("say nothing of a policy that goes: it only closes", () => {
        assert.deepEqual(dangers([policy("one", egress([pods("a")], 1))], []), []);
    });

    it("leave to a new row of the connection table what it explains, and nothing else", () => {
        const row = { from: "kato/kato", to: "kato/mongo-kb", port: 27017, protocol: "TCP" };
        const elsewhere = { ...row, from: "kratos/kratos", to: "internet", port: 22 };
        const after = [
            policy("to-databases", egress([pods("mongo-kb")], 27017)),
            policy("other", egress([pods("x")], 22)),
        ];
        const found = compare(snapshot([]), snapshot(after, { connections: [row, elsewhere] })).dangers;
        assert.deepEqual(
            found.map(({ subject }) => subject),
            ["kato/kato → kato/mongo-kb 27017/TCP", "kratos/kratos → internet 22/TCP", "NetworkPolicy kato/other"],
        );
    });
});

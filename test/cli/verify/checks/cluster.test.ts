import assert from "node:assert/strict";
import { connectionChecks } from "../../../../cli/verify/checks/connections";
import { secretChecks } from "../../../../cli/verify/checks/secrets";
import { Cleanup } from "../../../../cli/verify/cleanup";
import { ProbeCluster } from "../probes/probe-cluster";
import { answers, answerTo, clusterDouble, noPause, promised } from "../doubles";
import { Probes } from "../../../../cli/verify/probes/probes";

describe("the connection checks", () => {
    /** In ProbeCluster, servers have these addresses (their namespace and name, and the port). */
    const servers = [
        "kato.kato:8000", "kato.kato:8443", "mongo-kb.kato:27017", "redis-kb.kato:6379", "qdrant-kb.kato:6333", "qdrant-kb.kato:6334",
        "kratos.kratos:4433", "kratos.kratos:4434", "kratos-postgres.kratos:5432",
    ]; // prettier-ignore
    const everywhere = ["kube-dns.kube-system:53", "10.96.0.1:443", "169.254.169.254:80", "1.1.1.1:443"];

    function setUp(cluster: ProbeCluster, stores = promised.stores) {
        const cleanup = new Cleanup();
        const probes = new Probes(cluster, cleanup, "1a2b", noPause);
        return { cleanup, checks: connectionChecks({ ...promised, stores }, cluster, probes) };
    }

    it("are content where policies are enforced, and leave nothing behind", async () => {
        const cluster = new ProbeCluster(["listener"]);
        const { cleanup, checks } = setUp(cluster);
        const results = await answers(checks);
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            ["permitted: within a foreign namespace", "ok", "open"],
            ["denied: from a foreign namespace", "ok", "9 tried, all closed"],
            ["denied: from a pod of no workload in kratos", "ok", "14 tried, all closed"],
            ["denied: from a pod of no workload in kato", "ok", "14 tried, all closed"],
            ["denied: from a pod of no workload in nginx-ingress", "ok", "14 tried, all closed"],
            ["denied: from a pod of no workload in cert-manager", "ok", "14 tried, all closed"],
            ["denied: metadata service from kato", "ok", "1 tried, all closed"],
        ]); // prettier-ignore
        assert.deepEqual(await cleanup.run(), []);
        assert.deepEqual([...cluster.objects.keys()], []);
    });

    it("try every server, and from inside everything else that is nobody's business", async () => {
        const cluster = new ProbeCluster(["listener"]);
        await answers(setUp(cluster).checks);
        assert.deepEqual(cluster.tried("kato-platform-verify-1a2b", "denied"), servers);
        for (const namespace of ["kratos", "kato", "nginx-ingress", "cert-manager"]) {
            const listener = "kato-platform-verify-1a2b-listener.kato-platform-verify-1a2b:8080";
            assert.deepEqual(cluster.tried(namespace, "denied"), [...servers, ...everywhere, listener]);
        }
    });

    it("notice a network that enforces nothing, and say where that is explained", async () => {
        const cluster = new ProbeCluster(["listener", ...servers, ...everywhere]);
        const results = await answers(setUp(cluster).checks);
        const { status, seen, look } = results["denied: from a pod of no workload in kato"]!;
        assert.equal(status, "failed");
        assert.match(seen, /^open: kato\/kato:8000, kato\/kato:8443, kato\/mongo-kb:27017, .* \(nothing is denied: this cluster's network plugin enforces no NetworkPolicies\)$/); // prettier-ignore
        assert.match(look ?? "", /^docs\/network\.md/);
        assert.equal(results["denied: from a foreign namespace"]?.status, "failed");
        assert.equal(
            results["denied: metadata service from kato"]?.seen,
            "open: the metadata service (a NetworkPolicy permits too much, or the network plugin enforces only a part)",
        );
    });

    for (const open of [...servers, ...everywhere]) {
        it(`notice that ${open} alone is open`, async () => {
            const results = await answers(setUp(new ProbeCluster(["listener", open])).checks);
            const { status, seen } = results["denied: from a pod of no workload in kratos"]!;
            assert.equal(status, "failed");
            assert.match(seen, /^open: [^,]+ \(a NetworkPolicy permits too much/);
        });
    }

    it("prove nothing where a probe cannot connect at all", async () => {
        const results = Object.values(await answers(setUp(new ProbeCluster([])).checks));
        assert.ok(results.every(({ status }) => status === "failed"));
        assert.match(results[1]?.seen ?? "", /does not even reach a pod of its own namespace/);
    });

    it("prove nothing where a server does not listen", async () => {
        const cluster = new ProbeCluster(["listener"], "redis-kb");
        const { status, seen } = await answerTo(setUp(cluster).checks, "from a foreign namespace");
        assert.deepEqual([status, seen], ["failed", "could not be checked: connection refused"]);
    });

    it("leave out the stores that are not in the cluster", async () => {
        const cluster = new ProbeCluster(["listener"], "redis-kb");
        const { checks } = setUp(cluster, { ...promised.stores, redis: false });
        assert.equal((await answerTo(checks, "from a foreign namespace")).seen, "8 tried, all closed");
    });

    it("leave out the proxy where KATO is reached in plain text", async () => {
        const cluster = new ProbeCluster(["listener"]);
        const probes = new Probes(cluster, new Cleanup(), "1a2b", noPause);
        await answers(connectionChecks({ ...promised, katoTls: false }, cluster, probes));
        const plain = servers.filter((server) => server !== "kato.kato:8443");
        assert.deepEqual(cluster.tried("kato-platform-verify-1a2b", "denied"), plain);
    });

    it("fail for a pod that the cluster does not run, with its reason", async () => {
        const cluster = new ProbeCluster(["listener"]);
        cluster.pending = 'pulling image "docker.io/library/busybox:1.37.0": no such host';
        const { seen } = await answerTo(setUp(cluster).checks, "permitted");
        assert.equal(
            seen,
            "could not be checked: the pod kato-platform-verify-1a2b/kato-platform-verify-1a2b-listener is Pending: " +
                'pulling image "docker.io/library/busybox:1.37.0": no such host',
        );
    });

    it("do not take a probe that says nothing for one that was denied", async () => {
        const cluster = new ProbeCluster(["listener"]);
        cluster.mute = true;
        const { status, seen } = await answerTo(setUp(cluster).checks, "permitted");
        assert.equal(status, "failed");
        assert.match(seen, /^could not be checked: the pod .* does not say what came of /);
    });

    it("go on elsewhere when one namespace refuses the pod", async () => {
        const cluster = new ProbeCluster(["listener"]);
        cluster.refused = "kratos";
        const results = await answers(setUp(cluster).checks);
        assert.equal(
            results["denied: from a pod of no workload in kratos"]?.seen,
            "could not be checked: exceeded quota",
        );
        assert.equal(results["denied: from a pod of no workload in kato"]?.status, "ok");
    });
});

describe("the secret checks", () => {
    const kato = { MONGO_PASSWORD: "m", API_KEYS: "a,b" };
    const kratos = {
        "database.json": JSON.stringify({ dsn: "postgres://k" }),
        "secrets.json": JSON.stringify({ secrets: { cookie: ["new", "old"], cipher: ["c"] } }),
    };
    const courier = { "courier.json": JSON.stringify({ dsn: "postgres://c" }) };
    const mailed = { "mail.json": JSON.stringify({ courier: { smtp: { connection_uri: "smtps://s" } } }) };
    const files: Record<string, Record<string, string>> = {
        "kato-secrets": kato,
        "kato-client-tls": { "tls.key": "k", "tls.crt": "c" },
        "kratos-files": kratos,
        "kratos-courier-database": courier,
        "kratos-mail": mailed,
    };
    const used: Record<string, readonly string[]> = {
        "kato/kato": ["kato-secrets", "kato-client-tls"],
        "kratos/kratos": ["kratos-files"],
        "kratos/kratos-courier": ["kratos-courier-database", "kratos-mail"],
    };
    const cluster = clusterDouble({
        secretsOf: (namespace, deployment) => Promise.resolve(used[`${namespace}/${deployment}`] ?? []),
        secret: (_namespace, name) => Promise.resolve(files[name] ?? {}),
    });
    const stored: Record<string, Record<string, string>> = {
        // Security guide, "AWS Secrets Manager": the names in lower case; more may be there.
        "kato/production/credentials": { mongo_password: "m", api_keys: "a,b", mongo_admin_password: "x" },
        "kratos/production/credentials": {
            KRATOS_DSN: "postgres://k",
            KRATOS_COURIER_DSN: "postgres://c",
            KRATOS_DB_PASSWORD: "p",
            KRATOS_SECRET_COOKIE: "new",
            KRATOS_SECRET_COOKIE_PREVIOUS: "old",
            KRATOS_SECRET_CIPHER: "c",
            KRATOS_SMTP_CONNECTION_URI: "smtps://s",
        },
    };
    const compared = (changes: Record<string, Record<string, string>> = {}) =>
        answers(secretChecks(promised, cluster, (path) => Promise.resolve(changes[path] ?? stored[path] ?? {})));

    it("are content where the store has what the pods use", async () => {
        const results = await compared();
        assert.deepEqual(Object.entries(results).map(([name, { status, seen }]) => [name, status, seen]), [
            ["kato/production/credentials", "ok", "2 values, all the same"],
            ["kratos/production/credentials", "ok", "6 values, all the same"],
        ]); // prettier-ignore
    });

    for (const [path, name] of Object.entries(stored).flatMap(([path, values]) =>
        Object.keys(values).filter((one) => !/ADMIN|DB_PASSWORD/i.test(one)).map((one) => [path, one] as const),
    )) {
        it(`notice another ${name}, and that it is missing, and show neither`, async () => {
            const other = await compared({ [path]: { ...stored[path], [name]: "*".repeat(stored[path]![name]!.length) } });
            assert.match(other[path]?.seen ?? "", /^different in the store: /);
            const { [name]: _gone, ...rest } = stored[path]!;
            const gone = await compared({ [path]: rest });
            assert.match(gone[path]?.seen ?? "", new RegExp(`^not in the store: ${name}$`, "i"));
            assert.doesNotMatch(JSON.stringify([other, gone]), /\*|postgres:\/\/k|smtps:\/\/s|a,b/);
        });
    } // prettier-ignore

    it("fail where the store cannot be read, with its reason", async () => {
        const read = () => Promise.reject(new Error("AWS: AccessDeniedException"));
        const results = await answers(secretChecks(promised, cluster, read));
        assert.deepEqual(Object.values(results).map(({ seen }) => seen), [
            "could not be checked: AWS: AccessDeniedException",
            "could not be checked: AWS: AccessDeniedException",
        ]); // prettier-ignore
    });

    it("do not take pods without secrets for a success, nor repeat a file that is broken", async () => {
        const none = clusterDouble({ secretsOf: () => Promise.resolve([]), secret: () => Promise.resolve({}) });
        const read = () => Promise.resolve({});
        const empty = await answers(secretChecks(promised, none, read));
        assert.ok(Object.values(empty).every(({ status }) => status === "failed"));
        const broken = clusterDouble({
            secretsOf: () => Promise.resolve(["s"]),
            secret: () => Promise.resolve({ "database.json": "hunter2 {" }),
        });
        const { seen } = await answerTo(secretChecks(promised, broken, read), "kratos");
        assert.equal(seen, "could not be checked: database.json is not JSON");
    });

    it("are skipped where there is no store", async () => {
        const noStore = { ...promised, secretStore: undefined };
        const without = secretChecks(noStore, clusterDouble({}), () => Promise.reject(new Error("none")));
        assert.deepEqual(Object.values(await answers(without)).map(({ status }) => status), ["skipped", "skipped"]); // prettier-ignore
    });
});

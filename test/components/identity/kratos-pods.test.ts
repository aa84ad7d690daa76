import assert from "node:assert/strict";
import { type PodTemplate, templateOf, without } from "../../support/pods";
import { grants } from "../../../components/identity/kratos-grants";
import { CLEANUP, COURIER, DATABASE, DEPLOYMENT, type Made, made, MAIL, MIGRATION } from "./made";

const secretVolume = (name: string, secretName: string, ...keys: string[]) => ({
    name,
    secret: { secretName, defaultMode: 0o440, items: keys.map((key) => ({ key, path: key })) },
});
const mount = (name: string) => ({ name, mountPath: `/etc/kratos/${name}`, readOnly: true });
const TMP = { volume: { name: "tmp", emptyDir: { sizeLimit: "16Mi" } }, mount: { name: "tmp", mountPath: "/tmp" } };
const CONFIG = { name: "config", configMap: { name: "kratos-config-auto" } };
const CA = secretVolume("ca", "kratos-tls", "ca.crt");
const SERVERS_DATABASE = secretVolume("database", "kratos-database-auto", "database.json");
const COURIER_DATABASE = secretVolume("database", "kratos-courier-database-auto", "courier.json");
const MIGRATION_DATABASE = secretVolume("database", "kratos-migrate-database-auto", "migration.json");
const connection = (of: string) => secretVolume("connection", `${of}-connection-auto`, "pg_service.conf");
const SECRETS = secretVolume("secrets", "kratos-secrets-auto", "secrets.json");

const resources = (request: string, limit: string, memory: string) => ({
    requests: { cpu: request, memory, "ephemeral-storage": "128Mi" },
    limits: { cpu: limit, memory, "ephemeral-storage": "128Mi" },
});

describe("Kratos' pods", () => {
    let kratos: Made;
    before(async () => {
        kratos = await made({ replicas: 2, mailServer: MAIL });
    });

    function template(name: string): PodTemplate {
        const found = templateOf(kratos.recording.one(name));
        assert.ok(found !== undefined);
        return found;
    }

    /** All but what test/components/hardening.test.ts states for every pod. */
    function pod(name: string) {
        const { spec } = template(name);
        assert.equal(spec.containers.length, 1);
        return {
            spec: without(spec, "containers", "securityContext", "topologySpreadConstraints"),
            container: without(spec.containers[0] ?? {}, "securityContext", "terminationMessagePolicy"),
            spread: spec["topologySpreadConstraints"],
        };
    }

    const common = (account: string) => ({
        serviceAccountName: account,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        restartPolicy: "Always",
        terminationGracePeriodSeconds: 30,
    });
    const image = (GOMEMLIMIT: string) => ({
        image: "docker.io/oryd/kratos:v26.2.0",
        env: Object.entries({ SQA_OPT_OUT: "true", GOMEMLIMIT, GOMAXPROCS: "1" }).map(([name, value]) => ({
            name,
            value,
        })),
    });

    const task = (name: string, file: string, ...command: string[]) => ({
        name,
        ...image("102MiB"),
        args: [...command, `--config=/etc/kratos/database/${file}`],
        resources: resources("50m", "500m", "128Mi"),
        volumeMounts: [mount("ca"), mount("database"), TMP.mount],
    });

    const statement = (name: string, sql: string) => ({
        name,
        image: "docker.io/library/postgres:17.11-alpine3.24",
        command: ["psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1"],
        args: [`--command=${sql}`, "service=kratos"],
        env: [{ name: "PGSERVICEFILE", value: "/etc/kratos/connection/pg_service.conf" }],
        resources: resources("50m", "500m", "64Mi"),
        volumeMounts: [mount("ca"), mount("connection")],
    });

    it("serve both APIs on 4433 and 4434 over TLS, with probes, spread over nodes and zones, and for 8 s after they are told to stop", () => {
        const health = (path: string) => ({
            httpGet: { path: `/health/${path}`, port: "public", scheme: "HTTPS" },
            timeoutSeconds: 3,
        });
        const { spec, container, spread } = pod(DEPLOYMENT);
        assert.deepEqual(spec, {
            ...common("kratos"),
            terminationGracePeriodSeconds: 133,
            volumes: [
                CONFIG,
                CA,
                secretVolume("tls", "kratos-tls", "tls.crt", "tls.key"),
                SERVERS_DATABASE,
                SECRETS,
                TMP.volume,
            ],
        });
        assert.deepEqual(container, {
            name: "kratos",
            ...image("204MiB"),
            args: [
                "serve",
                "--config=/etc/kratos/config/kratos.yml",
                "--config=/etc/kratos/database/database.json",
                "--config=/etc/kratos/secrets/secrets.json",
            ],
            ports: [
                { name: "public", containerPort: 4433, protocol: "TCP" },
                { name: "admin", containerPort: 4434, protocol: "TCP" },
            ],
            resources: resources("100m", "1", "256Mi"),
            lifecycle: { preStop: { sleep: { seconds: 8 } } },
            startupProbe: { ...health("alive"), periodSeconds: 2, failureThreshold: 60 },
            readinessProbe: { ...health("ready"), periodSeconds: 2, failureThreshold: 2 },
            livenessProbe: { ...health("alive"), periodSeconds: 10, failureThreshold: 6 },
            volumeMounts: [...["config", "ca", "tls", "database", "secrets"].map(mount), TMP.mount],
        });
        assert.deepEqual(
            (spread as { topologyKey: string }[]).map(({ topologyKey }) => topologyKey),
            ["kubernetes.io/hostname", "topology.kubernetes.io/zone"],
        );
    });

    it("send mail from one worker that holds the mail server's password, a login of its own, and neither a TLS key nor a secret of Kratos", () => {
        const alive = { tcpSocket: { port: "metrics" }, timeoutSeconds: 3 };
        const { spec, container, spread } = pod(COURIER);
        const { initContainers, ...rest } = spec as { initContainers: object[] };
        assert.deepEqual(rest, {
            ...common("kratos-courier"),
            volumes: [
                CONFIG,
                CA,
                COURIER_DATABASE,
                secretVolume("mail", "kratos-mail-auto", "mail.json"),
                connection("kratos-courier"),
                TMP.volume,
            ],
        });
        // What a courier that was killed has left as being sent, the next one sends.
        assert.deepEqual(
            initContainers.map((each) => without(each, "securityContext", "terminationMessagePolicy")),
            [statement("requeue", "UPDATE courier_messages SET status = 1 WHERE status = 3")],
        );
        assert.deepEqual(container, {
            name: "kratos-courier",
            ...image("102MiB"),
            args: [
                "courier",
                "watch",
                "--expose-metrics-port=4435",
                "--config=/etc/kratos/config/kratos.yml",
                "--config=/etc/kratos/database/courier.json",
                "--config=/etc/kratos/mail/mail.json",
            ],
            ports: [{ name: "metrics", containerPort: 4435, protocol: "TCP" }],
            resources: resources("25m", "250m", "128Mi"),
            startupProbe: { ...alive, periodSeconds: 2, failureThreshold: 60 },
            readinessProbe: { ...alive, periodSeconds: 10 },
            livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6 },
            volumeMounts: [...["config", "ca", "database", "mail"].map(mount), TMP.mount],
        });
        assert.equal(spread, undefined);
    });

    it("migrate with the owner's login and nothing else, and then grant the other logins what they need", () => {
        const { spec, container } = pod(MIGRATION);
        const { initContainers, ...rest } = spec as { initContainers: object[] };
        assert.deepEqual(rest, {
            ...common("kratos-migrate"),
            restartPolicy: "Never",
            volumes: [CA, MIGRATION_DATABASE, connection("kratos-migrate"), TMP.volume],
        });
        assert.deepEqual(
            initContainers.map((each) => without(each, "securityContext", "terminationMessagePolicy")),
            [task("kratos-migrate", "migration.json", "migrate", "sql", "up", "--read-from-env", "--yes")],
        );
        assert.deepEqual(container, statement("grants", grants(DATABASE) ?? ""));
    });

    it("clean up with the server's login, and then mails too, both after 90 days (security guide, “GDPR Compliance”)", () => {
        const { spec, ...mails } = pod(CLEANUP);
        const { initContainers, ...rest } = spec as { initContainers: object[] };
        const pace = ["--database.cleanup.batch_size=100000", "--database.cleanup.sleep.tables=1s"];
        assert.deepEqual(rest, {
            ...common("kratos-cleanup"),
            restartPolicy: "Never",
            volumes: [CA, SERVERS_DATABASE, connection("kratos-cleanup"), TMP.volume],
        });
        assert.deepEqual(
            initContainers.map((container) => without(container, "securityContext", "terminationMessagePolicy")),
            [
                task(
                    "kratos-cleanup",
                    "database.json",
                    "cleanup",
                    "sql",
                    "--read-from-env",
                    "--keep-last=2160h",
                    ...pace,
                ),
            ],
        );
        assert.deepEqual(mails, {
            container: statement(
                "mails",
                "DELETE FROM courier_messages WHERE created_at < now() AT TIME ZONE 'UTC' - interval '90 days'",
            ),
            spread: undefined,
        });
    });

    it("clean up what is older than the stack says", async () => {
        const { recording } = await made({ retentionDays: 7 });
        const text = JSON.stringify(recording.one(CLEANUP).inputs);
        assert.match(text, /--keep-last=168h/);
        assert.match(text, /interval '7 days'/);
    });

    it("roll out without a gap, but never with two couriers", () => {
        const strategy = (name: string) =>
            (kratos.recording.one(name).inputs["spec"] as { strategy: unknown }).strategy;
        assert.deepEqual(strategy(DEPLOYMENT), {
            type: "RollingUpdate",
            rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
        });
        assert.deepEqual(strategy(COURIER), { type: "Recreate" });
    });

    it("are selected by labels that no other of them has", () => {
        const apps = [DEPLOYMENT, COURIER, MIGRATION, CLEANUP].map((name) => template(name).metadata.labels["app"]);
        assert.deepEqual(apps, ["kratos", "kratos-courier", "kratos-migrate", "kratos-cleanup"]);
    });

    it("migrate in a Job that is auto-named, tries again and stays until Pulumi removes it", () => {
        const { metadata, spec } = kratos.recording.one(MIGRATION).inputs as Record<string, Record<string, unknown>>;
        assert.ok(metadata !== undefined && !("name" in metadata));
        assert.deepEqual(without(spec ?? {}, "template"), { backoffLimit: 10, activeDeadlineSeconds: 1800 });
    });

    it("clean up nightly, never twice at once", () => {
        const { spec } = kratos.recording.one(CLEANUP).inputs as Record<string, Record<string, unknown>>;
        const { jobTemplate, ...rest } = spec ?? {};
        assert.deepEqual(rest, {
            schedule: "17 3 * * *",
            concurrencyPolicy: "Forbid",
            startingDeadlineSeconds: 3600,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
        });
        const job = (jobTemplate as { spec: object }).spec;
        assert.deepEqual(without(job, "template"), { backoffLimit: 2, activeDeadlineSeconds: 3600 });
    });
});

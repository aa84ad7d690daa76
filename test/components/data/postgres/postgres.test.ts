import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Postgres } from "../../../../components/data/postgres/postgres";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./postgres.fixture";

/** Exactly what the mocks make of `kratos-postgres-<login>-g<generation>`, in the encoding of a Secret. */
const passwordOf = (generation: number, login = "login"): string =>
    Buffer.from(`kratospostgres${login}g${generation}`.padEnd(43, "0"), "utf8").toString("base64");

describe("Postgres, standalone", () => {
    let recording: Recording;
    let postgres: Postgres;
    before(async () => {
        ({ recording, postgres } = await make({ server: STANDALONE }));
    });

    it("runs one server and its keeper, as postgres, on that claim", () => {
        assert.deepEqual(recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres").inputs, {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name: "kratos-postgres", namespace: "kratos", labels: LABELS },
            spec: {
                replicas: 1,
                serviceName: "kratos-postgres-pods",
                selector: { matchLabels: { app: "kratos-postgres" } },
                podManagementPolicy: "Parallel",
                template: {
                    metadata: { labels: { ...LABELS, "app.kubernetes.io/version": "17.11" } },
                    spec: {
                        serviceAccountName: "kratos-postgres",
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        securityContext: {
                            runAsNonRoot: true,
                            runAsUser: 999,
                            runAsGroup: 999,
                            fsGroup: 999,
                            fsGroupChangePolicy: "OnRootMismatch",
                            seccompProfile: { type: "RuntimeDefault" },
                        },
                        terminationGracePeriodSeconds: 120,
                        restartPolicy: "Always",
                        containers: [SERVER, KEEPER],
                        volumes: VOLUMES,
                    },
                },
            },
        });
    });

    it("is configured for what its pod mounts", () => {
        const { data } = recording.one("kubernetes:core/v1:ConfigMap::kratos-postgres").inputs;
        const { "postgresql.conf": conf } = data as Record<string, string>;
        assert.match(conf ?? "", /^hba_file = '\/etc\/postgres\/config\/pg_hba\.conf'$/m);
        assert.match(conf ?? "", /^ssl_key_file = '\/etc\/postgres\/tls\/tls\.key'$/m);
        assert.match(conf ?? "", /^unix_socket_directories = '\/var\/run\/postgresql'$/m);
        assert.match(conf ?? "", /^shared_buffers = 128MB$/m);
    });

    it("keeps the passwords in a secret Secret of a fixed name that can change in place", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Secret::kratos-postgres-logins").inputs, {
            apiVersion: "v1",
            kind: "Secret",
            type: "Opaque",
            metadata: { name: "kratos-postgres-logins", namespace: "kratos", labels: LABELS },
            data: secret({
                kratos_a: passwordOf(1),
                kratos_server_a: passwordOf(1, "serverlogin"),
                kratos_courier_a: passwordOf(1, "courierlogin"),
            }),
        });
    });

    it("generates passwords of 32 random bytes' strength", () => {
        for (const login of ["login", "server-login", "courier-login"]) {
            const { inputs } = recording.one(`random:index/randomPassword:RandomPassword::kratos-postgres-${login}-g1`);
            assert.deepEqual([inputs["length"], inputs["special"]], [43, false]);
        }
    });

    it("tells how to log in", async () => {
        assert.equal(postgres.database, "kratos");
        const logins = Object.entries(postgres.logins).map(([use, { user, role }]) => [use, user, role]);
        assert.deepEqual(logins, [
            ["migration", "kratos_a", "kratos"],
            ["server", "kratos_server_a", "kratos_server"],
            ["courier", "kratos_courier_a", "kratos_courier"],
        ]);
        const password = await valueOf(pulumi.output(postgres.logins.server.password));
        assert.equal(password, "kratospostgresserverloging1".padEnd(43, "0"));
    });
});

describe("Postgres, standalone, otherwise configured", () => {
    it("keeps the previous login beside the current one after a raise, and changes nothing in the server's pod", async () => {
        const first = await make({ server: STANDALONE });
        const second = await make({ server: { ...STANDALONE, generation: 2 } });
        const third = await make({ server: { ...STANDALONE, generation: 3 } });
        const logins = (of: typeof first) =>
            of.recording.one("kubernetes:core/v1:Secret::kratos-postgres-logins").inputs["data"];
        const accepted = (a: number, b: number) =>
            secret({
                ...{ kratos_a: passwordOf(a), kratos_b: passwordOf(b) },
                ...{ kratos_server_a: passwordOf(a, "serverlogin"), kratos_server_b: passwordOf(b, "serverlogin") },
                ...{ kratos_courier_a: passwordOf(a, "courierlogin"), kratos_courier_b: passwordOf(b, "courierlogin") },
            });
        assert.deepEqual(logins(second), accepted(1, 2));
        assert.deepEqual(logins(third), accepted(3, 2));
        const users = ({ postgres }: typeof first) => Object.values(postgres.logins).map(({ user }) => user);
        assert.deepEqual(users(second), ["kratos_b", "kratos_server_b", "kratos_courier_b"]);
        assert.deepEqual(users(third), ["kratos_a", "kratos_server_a", "kratos_courier_a"]);
        const pod = (of: typeof first) => of.recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres").inputs;
        assert.deepEqual(pod(second), pod(first));
        assert.deepEqual(pod(third), pod(first));
    });
});

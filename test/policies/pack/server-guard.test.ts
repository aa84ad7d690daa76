import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient, AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
    AnalyzerResourceOptions,
    AnalyzeRequest,
    ConfigureAnalyzerRequest,
    PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { rules } from "../../../policies/rules";
import { startGuarded } from "../../../policies/pack/server-guard";
import { LEVEL, secret } from "./rpc";

const FOLDER = join(__dirname, "../../../policies");

/** The pack's own process, as the engine starts it. */
describe("the pack's server", function () {
    this.timeout(60_000);
    let pack: ChildProcess;
    let client: AnalyzerClient;

    before(async () => {
        const environment = {
            ...process.env,
            NODE_OPTIONS: "",
            PULUMI_CONFIG: "{}",
            PULUMI_NODEJS_PROJECT: "kato-platform",
        };
        const stdio: ["ignore", "pipe", "inherit"] = ["ignore", "pipe", "inherit"];
        const started = spawn(process.execPath, ["pack/start.js"], { cwd: FOLDER, env: environment, stdio });
        pack = started;
        const [port] = (await once(started.stdout, "data")) as [Buffer];
        client = new AnalyzerClient(`127.0.0.1:${port.toString().trim()}`, grpc.credentials.createInsecure());
    });

    after(() => {
        client.close();
        pack.kill();
    });

    type Method<Q, R> = (request: Q, done: (error: grpc.ServiceError | null, response: R) => void) => unknown;

    function ask<Q, R>(method: Method<Q, R>, request: Q): Promise<R> {
        return new Promise((resolve, reject) => {
            method.call(client, request, (error, response) => (error === null ? resolve(response) : reject(error)));
        });
    }

    it("lists every rule with its level, and the pack's own policies", async () => {
        const info = await ask<Empty, { getPoliciesList(): { getName(): string; getEnforcementlevel(): number }[] }>(
            client.getAnalyzerInfo.bind(client),
            new Empty(),
        );
        assert.deepEqual(
            info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()]),
            [
                ...rules.map(({ id, level }) => [id, LEVEL[level]]),
                ["unknown-value", LEVEL.mandatory],
                ["rule-error", LEVEL.mandatory],
                ["exception-invalid", LEVEL.mandatory],
                ["exception-expired", LEVEL.mandatory],
                ["exception-unused", LEVEL.mandatory],
            ],
        );
    });

    it("refuses a configuration that lowers a mandatory rule, and takes another", async () => {
        const configure = (level: PolicyConfig) => {
            const request = new ConfigureAnalyzerRequest();
            request.getPolicyconfigMap().set("pss-privileged", level.setProperties(new Struct()));
            return ask(client.configure.bind(client) as Method<ConfigureAnalyzerRequest, Empty>, request);
        };
        await assert.rejects(configure(new PolicyConfig().setEnforcementlevel(LEVEL.disabled)), (error) => {
            assert(error instanceof Error && "code" in error);
            // The engine takes this code for a method that a pack need not have, and goes on.
            assert.notEqual(error.code, grpc.status.UNIMPLEMENTED);
            return /lowers what is mandatory and stays so: pss-privileged \(disabled\)/.test(error.message);
        });
        await configure(new PolicyConfig().setEnforcementlevel(LEVEL.mandatory));
    });

    it("judges a resource, and sees what is marked secret", async () => {
        const properties = { metadata: { name: "a", namespace: "kato" }, data: { motto: secret("hush") } };
        const request = new AnalyzeRequest()
            .setType("kubernetes:core/v1:ConfigMap")
            .setName("a")
            .setUrn("urn:pulumi:dev::kato::kubernetes:core/v1:ConfigMap::a")
            .setOptions(new AnalyzerResourceOptions())
            .setProperties(Struct.fromJavaScript(properties));
        const response = await ask<AnalyzeRequest, { toObject(): { diagnosticsList: { policyname: string }[] } }>(
            client.analyze.bind(client),
            request,
        );
        assert.deepEqual(
            response.toObject().diagnosticsList.map(({ policyname }) => policyname),
            ["secret-placement"],
        );
    });
});

describe("the guard", () => {
    const guard = { configure: () => undefined, resource: () => undefined, stack: () => undefined };
    const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js") as typeof grpc;

    it("refuses to be bypassed: where the SDK starts no server, or not as expected", () => {
        assert.throws(
            () => startGuarded(guard, () => undefined),
            /started 0 services where the pack expects one to guard/,
        );
        const twice = () => {
            for (let times = 0; times < 2; times++) {
                new Server().addService(AnalyzerService, {});
            }
        };
        assert.throws(() => startGuarded(guard, twice), /started 2 services/);
    });

    it("leaves the SDK as it was", () => {
        const before = addServiceOf(Server);
        assert.throws(
            () =>
                startGuarded(guard, () => {
                    throw new Error("no server");
                }),
            /no server/,
        );
        assert.equal(addServiceOf(Server), before);
    });
});

function addServiceOf(server: typeof grpc.Server): unknown {
    return Object.getOwnPropertyDescriptor(server.prototype, "addService")?.value;
}

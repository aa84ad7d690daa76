import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { secretKeys, stackSchema } from "../../../config/schema";
import { allSettings } from "../../../config/schema/walk";
import { previewOf, STACK_FILES } from "./stack";

describe("the stack files that are proved", () => {
    it("set every setting there is between them", () => {
        const files = STACK_FILES.filter((file) => !/(dev|prod)\.yaml$/.test(file)).map((file) => {
            const { config } = parse(readFileSync(join(__dirname, "../../..", file), "utf8")) as { config: object };
            return config;
        });
        const missing = [...allSettings(stackSchema)]
            .map(({ path }) => path)
            // The preview has a placeholder for these, and a secret has no place in a file.
            .filter(([key]) => !secretKeys.some((secret) => secret === key))
            .filter(([key, ...rest]) => !files.some((file) => isSet(file, [`kato-platform:${key ?? ""}`, ...rest])))
            .map((path) => path.join("."));
        assert.deepEqual(missing, []);
    });

    it("have between them what a server may refuse or rewrite", function () {
        // Each is previewed by a command of its own.
        this.timeout(120_000);
        const objects = STACK_FILES.flatMap((file) => previewOf(file).objects);
        const kinds = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
        for (const kind of [
            "apps/v1 Deployment",
            "apps/v1 StatefulSet",
            "autoscaling/v2 HorizontalPodAutoscaler",
            "batch/v1 CronJob",
            "batch/v1 Job",
            "policy/v1 PodDisruptionBudget",
            "storage.k8s.io/v1 StorageClass",
            "v1 PersistentVolumeClaim",
        ]) {
            assert.ok(kinds.has(kind), `no ${kind} among ${[...kinds].join(", ")}`);
        }
        const written = objects.map((object) => JSON.stringify(object)).join("\n");
        for (const field of [
            // The audit log's container signals the server.
            '"shareProcessNamespace":true',
            '"hostAliases":[{"hostnames":["mongo-kb.kato.svc"],"ip":"127.0.0.1"}]',
            '"medium":"Memory"',
            '"preStop":',
            '"imagePullSecrets":',
            '"type":"kubernetes.io/dockerconfigjson"',
            '"suspend":true',
            '"suspend":false',
        ]) {
            assert.ok(written.includes(field), `no ${field}`);
        }
    });
});

function isSet(value: unknown, path: readonly (string | number)[]): boolean {
    const [step, ...rest] = path;
    if (step === undefined) {
        return value !== undefined;
    }
    return isSet((value as Record<string | number, unknown> | undefined)?.[step], rest);
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keeper, keeperFiles, keeperState } from "../../../components/workload/keeper";
import { defined } from "../../support/defined";

const ARGS = {
    image: "registry.example/store:1.2.3",
    scriptsFolder: "/etc/store/config",
    apply: "apply.sh",
    watch: ["/etc/store/users", "/etc/store/tls"],
    mounts: [{ name: "users", mountPath: "/etc/store/users", readOnly: true }],
};

describe("keeper", () => {
    it("runs the loop from the server's own image over the folders it watches", () => {
        assert.deepEqual(defined(keeper({ ...ARGS, env: { STORE: "here" } })), {
            name: "keeper",
            image: "registry.example/store:1.2.3",
            command: [
                "/bin/sh",
                "/etc/store/config/keeper.sh",
                "/etc/store/config/apply.sh",
                "/etc/store/users",
                "/etc/store/tls",
            ],
            env: [
                { name: "KEEPER_STATE", value: "/run/keeper" },
                { name: "STORE", value: "here" },
            ],
            volumeMounts: [
                { name: "users", mountPath: "/etc/store/users", readOnly: true },
                { name: "keeper-state", mountPath: "/run/keeper" },
            ],
            readinessProbe: {
                exec: {
                    command: ["/bin/sh", "-c", "test -e /run/keeper/applied || { cat /run/keeper/reason; false; }"],
                },
                periodSeconds: 5,
            },
            livenessProbe: {
                exec: { command: ["/bin/sh", "-c", 'test -n "$(find /run/keeper/alive -mmin -2)"'] },
                initialDelaySeconds: 30,
                periodSeconds: 30,
            },
            resources: { cpu: { request: "10m", limit: "250m" }, memory: "64Mi" },
        });
    });

    it("runs a script beside", () => {
        assert.deepEqual(keeper({ ...ARGS, beside: "pulse.sh" }).env, [
            { name: "KEEPER_STATE", value: "/run/keeper" },
            { name: "KEEPER_BESIDE", value: "/etc/store/config/pulse.sh" },
        ]);
    });

    it("takes other resources", () => {
        const resources = { cpu: { request: "50m", limit: "1" }, memory: "128Mi" };
        assert.deepEqual(keeper({ ...ARGS, resources }).resources, resources);
    });

    it("remembers in a volume that lives as long as the pod", () => {
        assert.deepEqual(keeperState(), { name: "keeper-state", emptyDir: { sizeLimit: "1Mi" } });
    });

    it("brings its script as it stands in the source", () => {
        const script = readFileSync(join(__dirname, "../../../components/workload/keeper.sh"), "utf8");
        assert.deepEqual(keeperFiles(), { "keeper.sh": script });
    });
});

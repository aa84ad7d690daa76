import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../../../cli/verify/cluster/cluster";
import { foreignNamespace, listenerPod, PROBE_IMAGE, probePod } from "../../../../cli/verify/probes/manifests";
import { judge } from "../../../policies/judge";
import { typeToken } from "../../../../kubernetes/kinds";
import { PRODUCTION } from "../../../policies/situation";

const targets = ["10.0.0.1:27017", "[fd00::1]:6379"];
const probe = probePod("kato", "1a2b", "denied", targets, PROBE_IMAGE);
const listener = listenerPod("kato-platform-verify-1a2b", "1a2b", PROBE_IMAGE);

function violations(...manifests: readonly Manifest[]): string[] {
    const resources = manifests.map((props) => ({
        type: typeToken(props.apiVersion, props.kind),
        name: props.metadata.name,
        props: props as unknown as Record<string, unknown>,
    }));
    return judge(resources, PRODUCTION).map(({ rule, resource }) => `${rule} ${resource}`);
}

describe("the objects of a run", () => {
    it("are pods that every policy admits, but for what a pod of a minute is on purpose", () => {
        const onPurpose = ["no-bare-pods", "service-account-name", "image-digest"];
        assert.deepEqual(
            violations(probe, listener).filter((violation) => !onPurpose.includes(violation.split(" ")[0] ?? "")),
            [],
        );
    });

    it("are in a namespace of their own that denies nothing, on purpose, and is restricted otherwise", () => {
        const own = foreignNamespace("1a2b");
        assert.deepEqual(violations(own), [
            "namespace-default-deny _cluster/Namespace/kato-platform-verify-1a2b",
            "namespace-quota _cluster/Namespace/kato-platform-verify-1a2b",
        ]);
        assert.equal(own.metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
    });

    it("can be found by name and label, and are nobody's workload", () => {
        for (const { metadata } of [probe, listener]) {
            assert.match(metadata.name, /^kato-platform-verify-1a2b-/);
            assert.deepEqual(metadata.labels, {
                "app.kubernetes.io/name": "kato-platform-verify",
                "app.kubernetes.io/instance": "kato-platform-verify-1a2b",
                "app.kubernetes.io/part-of": "kato-platform",
                "app.kubernetes.io/managed-by": "kato-platform-verify",
            });
        }
    });

    it("end by themselves, should nobody remove them", () => {
        const { activeDeadlineSeconds, restartPolicy } = probe.spec as Record<string, unknown>;
        assert.deepEqual([activeDeadlineSeconds, restartPolicy], [600, "Never"]);
    });
});

describe("the probe script", () => {
    let folder = "";
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "probe-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Runs the pod's own command, with an `nc` that does as told. */
    function run(nc: string): string[] {
        writeFileSync(join(folder, "nc"), `#!/bin/sh\n${nc}\n`);
        chmodSync(join(folder, "nc"), 0o755);
        const { containers } = probe.spec as { containers: { command: string[] }[] };
        const [shell = "", ...args] = containers[0]?.command ?? [];
        const env = { PATH: `${folder}:/usr/bin:/bin`, PAUSE: "0", FOLDER: folder };
        const { stdout, status, stderr } = spawnSync(shell, args, { env, encoding: "utf8" });
        assert.deepEqual([status, stderr], [0, ""]);
        return stdout.trim().split("\n").sort();
    }

    it("says of each connection whether it was open", () => {
        assert.deepEqual(run('[ "$4" = 10.0.0.1 ] && [ "$5" = 27017 ]'), [
            "closed [fd00::1]:6379",
            "open 10.0.0.1:27017",
        ]);
    });

    it("goes by the last of four rounds: a policy may come late, and so may the network", () => {
        const count = 'n=$(cat "$FOLDER/$4" 2>/dev/null || echo 0); n=$((n + 1)); echo $n >"$FOLDER/$4"';
        assert.deepEqual(run(`${count}; [ $n -lt 4 ]`), ["closed 10.0.0.1:27017", "closed [fd00::1]:6379"]);
        rmSync(join(folder, "10.0.0.1"));
        rmSync(join(folder, "[fd00::1]"));
        assert.deepEqual(run(`${count}; [ $n -ge 4 ]`), ["open 10.0.0.1:27017", "open [fd00::1]:6379"]);
    });

    it("does not wait for ever: it tells nc to give up after two seconds", () => {
        run('echo "$1 $2 $3" >"$FOLDER/flags"');
        assert.deepEqual(run('[ "$1 $2 $3" = "-z -w 2" ]'), ["open 10.0.0.1:27017", "open [fd00::1]:6379"]);
    });
});

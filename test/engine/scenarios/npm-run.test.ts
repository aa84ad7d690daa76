import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asUser, succeeded } from "../support/scenario";

describe("npm run up and npm run down", () => {
    it("bring the development stack up on the current kube-context, and remove it", () => {
        // What cert-manager has made; the second one is not of a Certificate of ours.
        const madeFor = (name: string) => ({
            kind: "Secret",
            metadata: { annotations: { "cert-manager.io/certificate-name": name } },
        });
        const secrets = new Map([
            ["nginx-ingress/kato-tls", madeFor("kato-tls")],
            ["cert-manager/internal-ca-root", madeFor("another")],
        ]);
        return asUser(
            async (project, npm) => {
                const stackFile = join(project.folder, "Pulumi.dev.yaml");
                const before = readFileSync(stackFile, "utf8");
                const { output } = succeeded(await npm("up", "--yes"));
                assert.doesNotMatch(output, /error/i);
                assert.match(output, /Stack dev goes to kube-context kind-test at http:\/\/127\.0\.0\.1:/);
                assert.match(output, /ok {7}NetworkPolicies {2}kindnet enforces them since kind 0\.24/);
                assert.match(
                    output,
                    /https:\/\/localhost:4433\/\n.*https:\/\/kato\.localhost:4433\/\n.*nginx-ingress-controller 4433:443/,
                );
                assert.ok(project.operations().length > 100);

                // The repository's file is as it was; the copy has what is true of this cluster.
                assert.equal(readFileSync(stackFile, "utf8"), before);
                const local = join(project.folder, ".local");
                const deployed = readFileSync(join(local, "Pulumi.dev.yaml"), "utf8");
                assert.match(deployed, /context: kind-test/);
                assert.match(deployed, /172\.18\.0\.2\/32/);
                assert.match(deployed, /^encryptionsalt: /m);
                const passphrase = readFileSync(join(local, "passphrase"), "utf8");
                assert.equal(statSync(join(local, "passphrase")).mode & 0o777, 0o600);
                assert.ok(passphrase.length >= 43, "32 random bytes");
                assert.ok(!output.includes(passphrase));
                const [policy] = project.world("kubernetes").filter(({ id }) => /webhook-to-kubernetes-api/.test(id));
                const rules = JSON.stringify(policy?.object);
                for (const part of ['"cidr":"172.18.0.2/32"', '"cidr":"172.18.0.3/32"', '"port":6443']) {
                    assert.ok(rules.includes(part), `${part} is missing in ${rules}`);
                }

                const removed = succeeded(await npm("down", "--yes"));
                assert.match(removed.output, /Stack dev is gone/);
                assert.deepEqual(project.world("kubernetes"), []);
                assert.deepEqual(readdirSync(local).sort(), ["Pulumi.yaml", "passphrase", "state"]);
                assert.deepEqual([...secrets.keys()], ["cert-manager/internal-ca-root"]);
                const again = await npm("down", "--yes");
                assert.equal(again.code, 2);
                assert.match(again.output, /nothing to remove/);
            },
            { secrets },
        );
    });

    it("refuse another kube-context than the one the stack is on", () =>
        asUser(async (project, npm) => {
            // Nothing needs to have been created: what counts is where the last run went.
            project.faults({ kill: { operation: 1, applied: false } });
            await npm("up", "--yes");
            project.operations();
            const file = join(project.folder, "..", ".kube", "config");
            const other = readFileSync(file, "utf8").replace(
                '"current-context":"kind-test"',
                '"current-context":"another-context"',
            );
            writeFileSync(file, other);
            const { code, output } = await npm("up", "--yes");
            assert.equal(code, 2, output);
            assert.match(output, /Stack dev is on kube-context "kind-test", and the current one is "another-context"/);
            assert.deepEqual(project.operations(), []);
        }));

    it("say in one message that there is no CLI and no network", () =>
        asUser(async (project, npm) => {
            project.forgetCli();
            const { code, output } = await npm("up", "--yes");
            assert.equal(code, 3, output);
            assert.match(output, /The Pulumi CLI is not installed, and downloading it failed \(fetch failed/);
            assert.doesNotMatch(output, /\n +at /);
        }));

    it("refuse production before they ask for its secrets", () =>
        asUser(async (project, npm) => {
            const { code, output } = await npm("up", "--yes", "--stack", "prod");
            assert.equal(code, 2, output);
            assert.match(output, /^Stack prod is production, and `npm run up` keeps its state in a folder/);
            assert.doesNotMatch(output, /smtpPassword/);
            assert.ok(!existsSync(join(project.folder, ".local")));
        }));

    it("refuse an invalid stack file before the engine starts", () =>
        asUser(async (project, npm) => {
            project.configure("dev", { "kato-platform:kratos.passwordMinLength": 3 });
            const { code, output } = await npm("up", "--yes");
            assert.equal(code, 2, output);
            assert.match(output, /kratos\.passwordMinLength/);
            assert.ok(!existsSync(join(project.folder, ".local")));
        }));
});

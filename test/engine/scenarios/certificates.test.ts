import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { certificate, ecKey, keyPem } from "../../support/pki";
import type { Outcome, Project } from "../support/project";
import { inProduction, succeeded, up } from "../support/scenario";

const RUNBOOK = readFileSync(join(__dirname, "../../../docs/runbooks/certificates.md"), "utf8");

const deploy = "pulumi up --stack prod --policy-pack policies";
const takeOver = `PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true ${deploy}`;
const refresh = "pulumi up --refresh --stack prod --policy-pack policies";
const remove = "kubectl delete certificate -n nginx-ingress ";

/** Of the public hosts; the Certificates have the names of their Secrets. */
const publicNames = ["kato-tls", "kratos-ingress-auth-karima-com-tls", "kratos-ingress-auth-ks-backend-cloud-tls"];
const own = "kubernetes:cert-manager.io/v1:Certificate nginx-ingress/nginx-ingress-client-tls";

describe("docs/runbooks/certificates.md", () => {
    it("takes over the Secrets of provided certificates after a forced destroy, and ends that", () =>
        inProduction(async (project) => {
            await provide(project);
            await up(project, "prod");
            assert.deepEqual(secrets(project), publicNames);

            const destroyed = await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "prod");
            assert.match(destroyed.output, /protected/);
            assert.ok(project.operations().includes("delete kubernetes:apps/v1:Deployment kato"), "it was forced");
            assert.deepEqual(secrets(project), publicNames, "a host is never without its certificate");
            const refused = await run(project, deploy);
            assert.notEqual(refused.code, 0);
            assert.match(refused.output, /nginx-ingress\/kato-tls" already exists/);

            succeeded(await run(project, takeOver));
            succeeded(await run(project, deploy));
            succeeded(await run(project, deploy, "--expect-no-changes"));
        }));

    it("goes from Let's Encrypt to a provided certificate, and leaves the edge's own alone", () =>
        inProduction(async (project) => {
            // What cert-manager would have made is here left over from a certificate of before.
            await provide(project);
            await up(project, "prod");
            project.configure("prod", {
                "kato-platform:edge.certificates.issuer": "letsencrypt-prod",
                "kato-platform:edge.certificates.email": "admin@karima.com",
            });
            await up(project, "prod");
            assert.deepEqual(secrets(project), publicNames);
            assert.equal(certificates(project).length, 1 + publicNames.length);

            for (const name of deletedByHand()) {
                project.vanish("kubernetes", `kubernetes:cert-manager.io/v1:Certificate nginx-ingress/${name}`);
            }
            assert.deepEqual(certificates(project), [own]);
            choose(project, "provided");
            assert.notEqual((await run(project, deploy)).code, 0);
            succeeded(await run(project, takeOver));
            succeeded(await run(project, deploy));
            assert.deepEqual(certificates(project), [own]);

            // Whoever deletes that one as well gets it back by a refresh, and by nothing else.
            project.vanish("kubernetes", own);
            succeeded(await run(project, deploy));
            assert.deepEqual(certificates(project), []);
            succeeded(await run(project, refresh));
            assert.deepEqual(certificates(project), [own]);
        }));
});

/** A command of the runbook, which must be in it as it is run here. */
function run(project: Project, command: string, ...more: readonly string[]): Promise<Outcome> {
    assert.ok(RUNBOOK.includes(`\n    ${command}\n`), `the runbook has no: ${command}`);
    const upsert = command.startsWith("PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true ");
    project.export({ PULUMI_K8S_UPSERT_EXISTING_OBJECTS: upsert ? "true" : undefined });
    const [, args = ""] = command.split("pulumi ");
    return project.pulumi(...args.split(" "), "--yes", "--skip-preview", "--suppress-outputs", ...more);
}

/** Whose Certificates the runbook says to delete. */
function deletedByHand(): readonly string[] {
    const line = RUNBOOK.split("\n").find((each) => each.trim().startsWith(remove)) ?? "";
    const names = line.trim().slice(remove.length).split(" ");
    assert.deepEqual(names, publicNames);
    return names;
}

function choose(project: Project, issuer: string): void {
    project.configure("prod", {
        "kato-platform:edge.certificates.issuer": issuer,
        "kato-platform:edge.certificates.email": undefined,
    });
}

/** Gives production a certificate of an authority that, for this project, all the world knows. */
async function provide(project: Project): Promise<void> {
    const day = 24 * 60 * 60 * 1000;
    const validity = { from: new Date(Date.now() - day), to: new Date(Date.now() + 90 * day) };
    const root = certificate({ ...validity, name: "Root", authority: true });
    const authority = certificate({ ...validity, name: "Intermediate", authority: true, issuer: root });
    const key = ecKey();
    const hosts = ["kato.karima.com", "auth.karima.com", "auth.ks-backend.cloud"];
    const leaf = certificate({ ...validity, name: hosts[0] ?? "", hosts, key, issuer: authority });
    const known = join(project.folder, "..", "known.cjs");
    writeFileSync(known, knowing(root.pem));
    project.export({ NODE_OPTIONS: `--require ${known}` });
    for (const [name, value] of [
        ["edgeCertificate", leaf.pem + authority.pem],
        ["edgePrivateKey", keyPem(key)],
    ] as const) {
        succeeded(await project.pulumi("config", "set", "--secret", "--stack", "prod", "--", name, value));
    }
    choose(project, "provided");
}

/** A module that makes Node know one authority alone. The list itself is frozen. */
function knowing(root: string): string {
    return [
        'const Module = require("node:module");',
        "const load = Module._load;",
        `const tls = Object.create(require("node:tls"), { rootCertificates: { value: ${JSON.stringify([root])} } });`,
        'Module._load = (name, ...more) => (name === "node:tls" ? tls : load(name, ...more));',
        "",
    ].join("\n");
}

/** Secrets of public hosts, by name. */
function secrets(project: Project): readonly string[] {
    return publicNames.filter((name) =>
        project.world("kubernetes").some(({ id }) => id === `kubernetes:core/v1:Secret nginx-ingress/${name}`),
    );
}

/** Certificates in the edge's namespace. */
function certificates(project: Project): readonly string[] {
    const all = project.world("kubernetes").map(({ id }) => id);
    return all.filter((id) => id.startsWith("kubernetes:cert-manager.io/v1:Certificate nginx-ingress/"));
}

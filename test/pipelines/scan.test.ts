import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, SPAWN_TIMEOUT } from "../cli/preview/support";
import { Job, type Outcome } from "./doubles";

/**
 * Trivy, as far as the scripts know it: it writes SARIF where it is told to, and then says whether it has found anything.
 *
 * @param found its exit status for that
 * @param target in what. @default in everything
 */
function trivy(job: Job, found: number, target = ""): Job {
    return job.give(
        "trivy",
        `case "$*" in
            *"--format sarif"*) while [ "$1" != --output ]; do shift; done; echo '{"runs": [{"results": []}]}' >"$2" ;;
            *"${target}") exit ${found} ;;
        esac`,
    );
}

/** Helm: what these charts are rendered to is ours to make up. */
const rendered = [
    "kind: Deployment",
    "spec:",
    "  template:",
    "    spec:",
    "      containers:",
    "        - { image: quay.io/chart/controller:v1, args: [--acme-http01-solver-image=quay.io/chart/solver:v1, --image] }",
    "      initContainers: [{ image: quay.io/chart/init:v1 }]",
    "---",
    "kind: ConfigMap",
    "data: { image: not-an-image:v1 }",
].join("\n");

/** Images of the production stack, each of which its preview has exactly one of. */
const production = [
    /^docker\.io\/oryd\/kratos:v26\.2\.0$/,
    /^docker\.io\/library\/postgres:17\.11-bookworm$/,
    /^docker\.io\/percona\/percona-server-mongodb:8\.0\.\d+-\d+$/,
    /^docker\.io\/library\/redis:8\.\d+\.\d+-trixie$/,
    /^docker\.io\/qdrant\/qdrant:v1\.\d+\.\d+-unprivileged$/,
    /^quay\.io\/chart\/controller:v1$/,
    /^quay\.io\/chart\/init:v1$/,
    /^quay\.io\/chart\/solver:v1$/,
];

describe("scan.sh images", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const run = (): Outcome => job.run("scan.sh", ["images", "prod"], { RESULTS: job.path("results") });

    it("says which tool is missing and where to get it", () => {
        const { status, stderr } = run();
        assert.equal(status, 2);
        assert.match(stderr, /trivy is not on PATH\. Get it from https:\/\//);
        trivy(job, 0);
        assert.match(run().stderr, /helm is not on PATH\. It renders the charts/);
    });

    it("scans every image of the stack once, in containers, charts and arguments, and fails for one of them", () => {
        trivy(job, 10, "solver:v1").give("helm", `cat <<'END'\n${rendered}\nEND`);
        const { status, stderr } = run();
        assert.equal(status, 1, stderr);
        const scanned = job.calls("trivy").filter((call) => call.includes("--exit-code"));
        const images = scanned.map((call) => call.split(" ").at(-1) ?? "");
        assert.deepEqual([...new Set(images)], images);
        for (const image of production) {
            assert.equal(
                images.filter((each) => image.test(each)).length,
                1,
                `${String(image)} of ${images.join(" ")}`,
            );
        }
        assert.ok(!images.some((image) => /your-org|not-an-image/.test(image)));
        assert.match(stderr, /ghcr\.io\/your-org\/kato:3\.0\.0 stands for an image of yours/);
        const quiet = "image --quiet --severity HIGH,CRITICAL --scanners vuln --ignore-unfixed --exit-code 10";
        assert.equal(scanned[0], `${quiet} ${images[0] ?? ""}`);
        // The charts of the program, at the versions and with the values that it deploys.
        assert.deepEqual(
            job
                .calls("helm")
                .map((call) => call.replace(/ --values \S+$/, ""))
                .sort(),
            [
                "template cert-manager cert-manager --version v1.21.1 --repo https://charts.jetstack.io --namespace cert-manager",
                "template nginx-ingress oci://ghcr.io/nginx/charts/nginx-ingress --version 2.6.4 --namespace nginx-ingress",
            ],
        );
        // Each with a category of its own, the same for another version.
        assert.deepEqual(JSON.parse(job.read("results/image-quay.io-chart-controller.sarif")), {
            runs: [{ results: [], automationDetails: { id: "image-quay.io-chart-controller/" } }],
        });
    });

    it("fails where a chart cannot be rendered or understood: its images would go unseen", () => {
        for (const [helm, expected] of [
            ['echo "no such chart" >&2; exit 1', /helm cannot render \S+ \S+: no such chart/],
            ["echo 'a: ]'", /helm cannot render/],
        ] as const) {
            job.give("helm", helm);
            const { status, stderr } = run();
            assert.equal(status, 2);
            assert.match(stderr, expected);
        }
    });
});

describe("scan.sh config", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());

    it("checks the manifests of every stack", () => {
        const { status, stderr } = trivy(job, 0).run("scan.sh", ["config"], { RESULTS: job.path("results") });
        assert.equal(status, 0, stderr);
        const folders = job.calls("trivy").filter((call) => call.includes("--exit-code"));
        assert.deepEqual(
            folders.map((call) => call.split(" ").at(-1)),
            ["dev", "prod"].map((stack) => job.path(`results/preview/${stack}/manifests`)),
        );
    });
});

describe("scan.sh dependencies", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const run = (audit: object, status: number, found = 0): Outcome => {
        job.give("npm", `echo '${JSON.stringify(audit)}'; exit ${status}`);
        return trivy(job, found).run("scan.sh", ["dependencies"], { RESULTS: job.path("results") });
    };
    const vulnerable = { vulnerabilities: { lodash: { name: "lodash", severity: "high", range: "<4" } } };

    it("asks npm and trivy, and fails for what either has found", () => {
        assert.equal(run({ vulnerabilities: {} }, 0).status, 0);
        assert.equal(job.calls("npm")[0], "audit --audit-level=high --json");
        assert.match(
            job.calls("trivy").at(-1) ?? "",
            /^fs .*--scanners vuln --ignore-unfixed --skip-dirs tools .* \.$/,
        );
        const found = run(vulnerable, 1);
        assert.equal(found.status, 1);
        assert.match(found.stdout, /high {2}lodash <4/);
        assert.equal(run({ vulnerabilities: {} }, 0, 10).status, 1);
        writeFileSync(join(job.folder, ".trivyignore.yaml"), "vulnerabilities: []\n");
        run({ vulnerabilities: {} }, 0);
        assert.match(job.calls("trivy").at(-1) ?? "", /--ignorefile \.trivyignore\.yaml --exit-code/);
        assert.equal(run({ vulnerabilities: {} }, 0, 1).status, 2);
    });

    it("does not take a registry that cannot answer for one that knows of nothing", () => {
        const { status, stderr } = run({ message: "405 Method Not Allowed", error: { summary: "" } }, 1);
        assert.equal(status, 2);
        assert.match(stderr, /405 Method Not Allowed/);
    });
});

describe("scan.sh secrets", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const run = (hook: number, found = 0): number | null => {
        job.give("detect-secrets-hook", `exit ${hook}`).give("git", "printf 'a file\\0b\\0'");
        return trivy(job, found).run("scan.sh", ["secrets"], { RESULTS: job.path("results") }).status;
    };

    it("fails for what is not in the baseline, but not for a line that has moved", () => {
        assert.deepEqual([run(0), run(3), run(1), run(2), run(0, 10), run(0, 1)], [0, 0, 1, 2, 1, 2]);
        assert.match(job.calls("detect-secrets-hook")[0] ?? "", /^--no-verify --baseline \S+ a file b$/);
    });

    it("has nothing in its baseline that a person has not judged harmless", () => {
        const text = readFileSync(join(REPOSITORY, ".secrets.baseline"), "utf8");
        const { results } = JSON.parse(text) as { results: Record<string, { is_secret?: boolean }[]> };
        const unjudged = Object.entries(results).filter(([, found]) => found.some((each) => each.is_secret !== false));
        assert.deepEqual(
            unjudged.map(([file]) => file),
            [],
        );
    });
});

describe("scan.sh kato", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const run = (folder: string): Outcome => job.run("scan.sh", ["kato"], { KATO_SOURCES: folder });

    it("audits every list of requirements, and counts what could not be audited as found", () => {
        job.give("pip-audit");
        const file = job.file("kato/requirements.txt", "");
        job.file("kato/services/requirements-api.txt", "");
        job.file("kato/.venv/requirements.txt", "");
        assert.equal(run(job.path("kato")).status, 0);
        assert.deepEqual(job.calls("pip-audit"), [
            `--strict --progress-spinner off --requirement ${file}`,
            `--strict --progress-spinner off --requirement ${job.path("kato/services/requirements-api.txt")}`,
        ]);
        job.give("pip-audit", "exit 1");
        assert.equal(run(job.path("kato")).status, 1);
    });

    it("says what is missing", () => {
        job.file("empty/readme", "");
        assert.equal(run(job.path("empty")).status, 2);
        const { status, stderr } = job.run("scan.sh", ["kato"]);
        assert.equal(status, 1);
        assert.match(stderr, /KATO_SOURCES: is the folder with the sources of KATO/);
        assert.equal(job.run("scan.sh", ["everything"]).status, 2);
    });
});

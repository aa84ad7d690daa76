import assert from "node:assert/strict";
import { join } from "node:path";
import { type Ended, entries, run } from "./folder";

const FIXTURES = join(__dirname, "fixtures");

/** Whether a rule objects to a field of an object in a file and line; others may object as well. */
function found(ended: Ended, rule: string, resource: string, field: string, place: string): void {
    const all = entries(ended).map((entry) => {
        const path = entry.message.slice(0, entry.message.search(/ \(container |: /));
        return `${entry.rule} ${entry.resource} ${path} ${entry.file.slice(FIXTURES.length + 1)}:${entry.line}`;
    });
    const wanted = `${rule} ${resource} ${field} ${place}`;
    assert.ok(all.includes(wanted), `${wanted}\namong\n${all.join("\n")}`);
}

/** The resources that any rule objects to, but for kinds that none knows. */
function resources(ended: Ended): string[] {
    const judged = entries(ended).filter(({ rule }) => rule !== "unchecked-kind");
    return [...new Set(judged.map(({ resource }) => resource))];
}

describe("YAML of third parties", () => {
    it("is judged as an operator's installation: CRDs, roles, webhooks, several documents", () => {
        const ended = run(join(FIXTURES, "operator"), "--json");
        assert.equal(ended.status, 1);
        assert.equal(ended.stderr, "");
        const manager = "queue-operator-system/Deployment/controller-manager";
        const containers = "spec.template.spec.containers[0]";
        const place = "operator/install.yaml:87";
        found(
            ended,
            "pss-privileged",
            manager,
            "spec.template.spec.initContainers[0].securityContext.privileged",
            place,
        );
        found(ended, "image-tag", manager, `${containers}.image`, place);
        found(
            ended,
            "read-only-root-filesystem",
            manager,
            `${containers}.securityContext.readOnlyRootFilesystem`,
            place,
        );
        found(ended, "resources-required", manager, `${containers}.resources.limits.memory`, place);
        found(ended, "service-account-token", manager, "spec.template.spec.automountServiceAccountToken", place);
        const namespace = "_cluster/Namespace/queue-operator-system";
        const label = 'metadata.labels["pod-security.kubernetes.io/enforce"]';
        found(ended, "namespace-restricted-label", namespace, label, "operator/install.yaml:2");
        found(ended, "namespace-default-deny", namespace, "metadata.name", "operator/install.yaml:2");
        // The merge key makes the init container as good as the other, but for what it changes.
        assert.ok(!entries(ended).some(({ message }) => /initContainers\[0\].*(capabilities|readOnly)/.test(message)));
        // Neither a schema that describes pods nor a custom resource is a pod.
        assert.ok(!resources(ended).some((resource) => /\/Queue\//.test(resource)));
        assert.deepEqual(
            entries(ended).flatMap(({ rule, resource }) => (/CustomResourceDefinition/.test(resource) ? [rule] : [])),
            ["webhook-authority"],
        );
    });

    it("is judged as a rendered chart: comments, empty documents, lists of lists, JSON", () => {
        const ended = run(join(FIXTURES, "chart"), "--json");
        assert.equal(ended.status, 1);
        assert.equal(ended.stderr, "2 documents without apiVersion and kind skipped.\n");
        const pod = "spec.jobTemplate.spec.template.spec";
        const list = "chart/list.json:1";
        found(
            ended,
            "pss-host-namespaces",
            "shop/Deployment/release-shop",
            "spec.template.spec.hostNetwork",
            "chart/rendered.yaml:32",
        );
        found(ended, "namespace-default-deny", "_cluster/Namespace/legacy", "metadata.name", list);
        found(ended, "image-tag", "legacy/CronJob/report", `${pod}.containers[0].image`, list);
        found(
            ended,
            "pss-seccomp",
            "legacy/CronJob/report",
            `${pod}.containers[0].securityContext.seccompProfile.type`,
            list,
        );
        assert.ok(!ended.stdout.includes("not-an-object"));
        const restricted = /^(pss|read-only|resources|probes|image-tag|service-account|selector)/;
        const ofShop = entries(ended).filter(
            ({ resource, rule }) => resource.startsWith("shop/") && restricted.test(rule),
        );
        assert.deepEqual(
            ofShop.map(({ rule }) => rule),
            ["pss-host-namespaces"],
        );
    });

    it("is judged file by file where kustomize would change it, and says so", () => {
        const ended = run(join(FIXTURES, "kustomize"), "--json");
        assert.equal(ended.status, 1);
        assert.match(
            ended.stderr,
            /base\/kustomization\.yaml is not applied: give what 'kubectl kustomize \S+\/base' writes\.\n/,
        );
        assert.deepEqual(resources(ended), ["default/Pod/debug"]);
        found(ended, "image-tag", "default/Pod/debug", "spec.containers[0].image", "kustomize/base/pod.yaml:1");
    });
});

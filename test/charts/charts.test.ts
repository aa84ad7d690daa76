import assert from "node:assert/strict";
import { imagesIn } from "../../cli/pipelines/images";
import { evaluate } from "../../policies/engine/evaluate";
import { rules } from "../../policies/rules";
import type { PolicyResource } from "../../kubernetes/resource";
import { certManagerPods, certManagerWebhook } from "../../components/certificates/cert-manager";
import { ingressController } from "../../components/edge/nginx/controller-pods";
import { selector } from "../../components/workload/identity";
import { DEVELOPMENT, PRODUCTION } from "../policies/situation";
import { accepted } from "./accepted";
import { type Stack, stackWithCharts } from "./rendered";

/** Objects of these kinds, as `<Kind>/<name>`. */
function named(objects: readonly PolicyResource[], ...kinds: string[]): string[] {
    return objects
        .filter(({ type }) => kinds.includes(type.slice(type.lastIndexOf(":") + 1)))
        .map(({ type, name }) => `${type.slice(type.lastIndexOf(":") + 1)}/${name}`)
        .sort();
}

interface Workload {
    readonly spec: {
        readonly template: {
            readonly metadata: { readonly labels: Readonly<Record<string, string>> };
            readonly spec: { readonly serviceAccountName: string; readonly containers: { readonly args: string[] }[] };
        };
    };
}

function templates(objects: readonly PolicyResource[]): Workload["spec"]["template"][] {
    return objects
        .filter(({ type }) => /:(Deployment|Job)$/.test(type))
        .map(({ props }) => (props as unknown as Workload).spec.template);
}

for (const name of ["dev", "prod"] as const) {
    describe(`the charts of ${name}, rendered with our values`, () => {
        let stack: Stack;
        let edge: readonly PolicyResource[];
        let certManager: readonly PolicyResource[];
        before(async () => {
            stack = await stackWithCharts(name);
            [edge = [], certManager = []] = ["nginx-ingress", "cert-manager"].map((chart) => stack.charts.get(chart));
        });

        it("break no rule but those that are accepted, and those they do break", () => {
            const charts = new Set([...edge, ...certManager]);
            const situation = name === "dev" ? DEVELOPMENT : PRODUCTION;
            const found = evaluate(rules, [...stack.own, ...charts], situation)
                .filter(({ source }) => source !== undefined && charts.has(source))
                // Whether the user has run `npm run pin` is not the charts' affair.
                .filter(({ violation }) => violation.rule !== "image-digest")
                .map(({ violation: { rule, resource, message } }) => ({ rule, resource, message }));
            const isAccepted = ({ rule, resource }: { rule: string; resource: string }) =>
                accepted.filter((one) => one.rule === rule && matches(one.resource, resource));
            assert.deepEqual(
                found.filter((one) => isAccepted(one).length === 0),
                [],
            );
            if (name === "prod") {
                const used = new Set(found.flatMap(isAccepted));
                assert.deepEqual(
                    accepted.filter((one) => !used.has(one)),
                    [],
                    "accepted, and no longer there",
                );
            }
        });

        it("give the edge no right and no account: they are ours", () => {
            assert.deepEqual(
                named(edge, "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"),
                [],
            );
            assert.deepEqual(
                templates(edge).map(({ spec }) => spec.serviceAccountName),
                ["nginx-ingress-controller"],
            );
            // What our roles name.
            assert.deepEqual(named(edge, "Lease", "IngressClass", "ConfigMap", "Service"), [
                "ConfigMap/nginx-ingress",
                "ConfigMap/nginx-ingress-leader-election",
                "IngressClass/nginx",
                "Lease/nginx-ingress-leader-election",
                "Service/nginx-ingress-controller",
            ]);
            assert.ok(
                templates(edge)[0]?.spec.containers[0]?.args.includes(
                    "-leader-election-lock-name=nginx-ingress-leader-election",
                ),
            );
        });

        it("add nothing to the cluster's own roles, and make no certificate for an annotation", () => {
            const roles = certManager.filter(({ type }) => type.endsWith(":ClusterRole"));
            assert.notEqual(roles.length, 0);
            assert.doesNotMatch(JSON.stringify(roles), /aggregate-to/);
            const controllers = templates(certManager).flatMap(({ spec }) =>
                spec.containers.flatMap(({ args }) => args.filter((arg) => arg.startsWith("--controllers="))),
            );
            assert.deepEqual(controllers, ["--controllers=*,-ingress-shim"]);
        });

        it("run the images that we name, which are those of the charts' own versions", () => {
            const images = (objects: readonly PolicyResource[]) => imagesIn(objects.map(({ props }) => props));
            const byTag = (image: string) => image.replace(/@sha256:.*/, "");
            assert.deepEqual(
                images(certManager).map(byTag),
                ["acmesolver", "cainjector", "controller", "startupapicheck", "webhook"].map(
                    (part) => `quay.io/jetstack/cert-manager-${part}:v1.21.1`,
                ),
            );
            assert.match(images(edge).map(byTag).join(), /^nginx\/nginx-ingress(:5\.5\.4)?$/);
            const versions = [...certManager, ...edge].flatMap(
                ({ props }) => /"app\.kubernetes\.io\/version":"([^"]*)"/.exec(JSON.stringify(props))?.[1] ?? [],
            );
            assert.deepEqual([...new Set(versions)].sort(), ["5.5.4", "v1.21.1"]);
        });

        it("label their pods as the connection table selects them", () => {
            const carry = (objects: readonly PolicyResource[], labels: Readonly<Record<string, string>>) =>
                templates(objects).filter(({ metadata }) =>
                    Object.entries(labels).every(([key, value]) => metadata.labels[key] === value),
                ).length;
            for (const pods of Object.values(certManagerPods)) {
                assert.equal(carry(certManager, selector(pods)), 1, pods.name);
            }
            assert.equal(templates(certManager).length, 4);
            assert.equal(carry(edge, selector(ingressController)), 1);
            assert.equal(templates(edge).length, 1);
            assert.ok(named(certManager, "Service").includes(`Service/${certManagerWebhook.host.split(".")[0] ?? ""}`));
        });
    });
}

function matches(pattern: string, text: string): boolean {
    const [first = "", ...rest] = pattern.split("*");
    const last = rest.at(-1);
    return last === undefined ? text === first : text.startsWith(first) && text.endsWith(last);
}

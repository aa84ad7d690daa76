import type { Exception } from "../../../policies/engine/exception";
import { createPack } from "../../../policies/pack/pack";
import type { Rule } from "../../../policies/engine/rule";
import { rules } from "../../../policies/rules";
import { changed, CONTAINER, POD_SPEC } from "../cases/case";
import { PRODUCTION } from "../situation";
import { type Diagnostic, Engine, type Given } from "./rpc";

const NAMES = ["pss-privileged", "pss-capabilities", "pss-run-as-user", "secret-literal", "namespace-default-deny"];
/** A few rules: what others find is no concern of these tests. */
export const CHOSEN = NAMES.map((name) => rules.find(({ id }) => id === name)!);

/** A rule that finds what is marked secret. */
export const marked: Rule = {
    ...{ id: "marked", title: "Nothing is secret", description: "", references: [], remediation: "" },
    ...{ level: "advisory", severity: "low", kinds: "any" },
    check(object) {
        const found = ["metadata.annotations.note", "data"].filter((path) => object.isSecret(path));
        return found.map((path) => ({
            at: object.props.at(...path.split(".")),
            found: path,
            expected: "x",
            write: "y",
        }));
    },
};

/** An engine that has started the pack with these rules. */
export function engine(exceptions: readonly Exception[] = [], more: readonly Rule[] = []): Engine {
    return new Engine(createPack({ rules: [...CHOSEN, ...more], exceptions, situation: PRODUCTION }));
}

export function deployment(container: Record<string, unknown>, name = "api"): Given {
    const metadata = { name, namespace: "kato" };
    const spec = { ...POD_SPEC, containers: [changed(CONTAINER, container)] };
    return { type: "kubernetes:apps/v1:Deployment", name, props: { metadata, spec: { template: { spec } } } };
}

export const PRIVILEGED = deployment({ securityContext: { privileged: true } });
export const STACK = { type: "pulumi:pulumi:Stack", name: "kato-dev", props: {} };

export const NAMESPACE = { type: "kubernetes:core/v1:Namespace", name: "kato", props: { metadata: { name: "kato" } } };
export const DENY = {
    type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    name: "default-deny-all",
    props: {
        metadata: { name: "default-deny-all", namespace: "kato" },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
};

export function exception(change: Partial<Exception> = {}): Exception {
    return {
        ...{ resource: "kato/Deployment/api", rule: "pss-privileged", reason: "It loads a kernel module" },
        ...{ owner: "platform@example.com", expiry: "2026-12-31" },
        ...change,
    };
}

export function named(diagnostics: readonly Diagnostic[]): [string, number][] {
    return diagnostics.map(({ policyname, enforcementlevel }) => [policyname, enforcementlevel]);
}

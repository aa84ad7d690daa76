import { stringify } from "yaml";
import { RULE_ERROR, UNKNOWN_VALUE } from "../../policies/evaluate";
import type { Reference, Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { cases } from "../../test/policies/cases";
import { type Case, type Change, changed, CONTAINER, POD_SPEC } from "../../test/policies/cases/case";

const INTRODUCTION = `# Policies

Every resource is judged by the same ${rules.length} rules in three places:

| where | how | what a mandatory violation does |
| --- | --- | --- |
| the in-process preview | \`npm start\`, \`npm run preview\` | exit status 1 |
| the Pulumi engine | \`pulumi up --policy-pack policies\`, \`npm run up\` | stops before the resource is made |
| any Kubernetes YAML | \`npm run policy -- --manifests DIR\` | exit status 1 |

- **Containers** means \`containers\`, \`initContainers\` and \`ephemeralContainers\`, in Pods, PodTemplates, Deployments, StatefulSets,
  DaemonSets, ReplicaSets, ReplicationControllers, Jobs and CronJobs, on their own, in Lists and in the objects of a ConfigGroup.
- **Rules fail closed.** One that cannot be decided because a field it reads is known only after deployment is violated as
  \`${UNKNOWN_VALUE}\`; one that throws, as \`${RULE_ERROR}\`; both with the level of the rule itself. In the engine's list they stand under
  the rule's own name, because a policy there has one level.
- **A message** names the field, what was found there (never a value that may be a secret), what is expected and what to write.
- **Not judged**: what a Helm \`Release\` renders, which only the cluster sees, and in the in-process preview the files and charts
  that the engine expands.

## What stops an \`up\`, and when

The engine shows a pack each resource before it is made, and all of them together when everything is done. A rule that one object
decides therefore blocks on its own. A rule that relates objects (${stackRules()}) runs at the end of the preview that
\`pulumi up\` begins with, and a violation there ends the \`up\` before anything is made. Only \`pulumi up --skip-preview\` would get past it,
and then be told so afterwards. Deciding it earlier would mean relying on the order in which resources happen to be registered.

## The rules

`;

/** The text of docs/policies.md. */
export function policiesPage(): string {
    const table = [
        "| rule | level | severity | |",
        "| --- | --- | --- | --- |",
        ...rules.map(({ id, level, severity, title }) => `| [\`${id}\`](#${id}) | ${level} | ${severity} | ${title} |`),
    ];
    return `${INTRODUCTION}${table.join("\n")}\n\n${rules.map(section).join("\n")}`;
}

function stackRules(): string {
    return rules
        .filter(({ scope }) => scope === "stack")
        .map(({ id }) => `\`${id}\``)
        .join(", ");
}

function section(rule: Rule): string {
    const found = cases.find((candidate) => candidate.rule === rule.id);
    if (found === undefined) {
        throw new Error(`${rule.id} has no test cases`);
    }
    const [fails] = found.fails;
    const [passes] = found.passes;
    return [
        `### ${rule.id}`,
        "",
        `${rule.title}. _${rule.level}, ${rule.severity}_`,
        "",
        rule.description,
        "",
        `**Instead:** ${rule.remediation}`,
        "",
        `Fails (${fails.what}):`,
        "",
        example(fails),
        "",
        `Passes (${passes.what}):`,
        "",
        example(passes),
        "",
        ...rule.references.map((reference) => `- ${link(reference)}`),
        "",
    ].join("\n");
}

function link({ title, url }: Reference): string {
    return url === undefined ? title : `[${title}](${url})`;
}

function example(of: Case): string {
    return `\`\`\`yaml\n${stringify(shown(of), { lineWidth: 0, flowCollectionPadding: true }).trimEnd()}\n\`\`\``;
}

/** The part of the input that the case is about; what it leaves out is left out. */
function shown(of: Case): unknown {
    if (of.resources !== undefined) {
        const objects = of.resources.map(({ type, name, props }) => {
            const isKubernetes = type.startsWith("kubernetes:");
            return { type: type.slice(type.lastIndexOf(":") + 1), ...(isKubernetes ? {} : { name }), ...props };
        });
        return objects.length === 1 ? objects[0] : objects;
    }
    if (of.container !== undefined) {
        return { containers: [{ name: CONTAINER.name, ...touched(CONTAINER, of.container) }] };
    }
    return of.metadata === undefined ? { spec: touched(POD_SPEC, of.pod ?? {}) } : { metadata: of.metadata };
}

/** The changed parts, whole: what stands beside a removed field shows that it is missing. */
function touched(base: Change, change: Change): Change {
    const keys = new Set(Object.keys(change));
    return Object.fromEntries(Object.entries(changed(base, change)).filter(([key]) => keys.has(key)));
}

import { stringify } from "yaml";
import { RULE_ERROR, UNKNOWN_VALUE } from "../../policies/engine/evaluate";
import { EXCEPTION_EXPIRED, EXCEPTION_INVALID, EXCEPTION_UNUSED } from "../../policies/engine/exception-list";
import type { PolicyResource } from "../../kubernetes/resource";
import type { Reference, Rule } from "../../policies/engine/rule";
import { rules, rulesByArea } from "../../policies/rules";
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
  the rule's own name, because a policy there has one level, and the message begins with theirs.
- **A message** names the field, what was found there (never a value that may be a secret), what is expected and what to write.
- **The environment** is the stack's \`environment\`. \`staging\` is asked what makes sense of a stack that may be thrown away, whatever is no environment what production is asked, and YAML is unless
  \`--environment development\` says otherwise.
- **What cannot be read** in a folder of YAML is listed, the rest is judged, and the exit status is 2: the answer is not complete.
- **Levels.** A mandatory rule stops, an advisory one warns. A policy configuration (\`--policy-pack-config\`, or the policy group of an
  organization) may raise, lower or disable advisory rules; one that lowers a mandatory rule is refused before anything is previewed.
- **Secrets** are seen where the program marked them: by the preview and under the engine. YAML has no such marks.
- **Not judged**: what a Helm \`Release\` renders, which only the cluster sees, and in the in-process preview the files and charts
  that the engine expands.

## What stops an \`up\`, and when

The engine shows a pack each resource before it is made, and all of them together when everything is done. A rule that one object
decides therefore blocks on its own. A rule that relates objects (${stackRules()}) runs at the end of the preview that
\`pulumi up\` begins with, and a violation there ends the \`up\` before anything is made. Only \`pulumi up --skip-preview\` would get past it,
and then be told so afterwards. Deciding it earlier would mean relying on the order in which resources happen to be registered.

## Exceptions

What a rule objects to and has to be lived with for a time is an entry in \`policies/exceptions.ts\`, which is reviewed like the rest:

\`\`\`ts
{
    resource: "legacy/Deployment/importer",
    rule: "read-only-root-filesystem",
    reason: "Writes its plugins beside the program; upstream issue 4711",
    owner: "data-team@example.com",
    expiry: "2027-03-31",
    environment: "production",
}
\`\`\`

- \`resource\` is what messages call it, \`<namespace>/<Kind>/<name>\`, with \`_cluster\` for what belongs to no namespace and \`*\` for any text. End
  the name of an object that is named automatically with \`*\`: the preview and the engine give it different ones.
- \`expiry\` is the last day on which it holds, at most a year ahead. \`environment\` is \`production\`, \`staging\` or \`development\`; without it, all of them.
- A violation that it covers does not count and stays visible: in the summary, the report, the suppressed results of \`policy.sarif\` and
  the output of \`npm run policy\`.
- What could not be decided (\`${UNKNOWN_VALUE}\`, \`${RULE_ERROR}\`) has no exceptions: nobody knows what one would let through.

The list cannot outlive its reasons. These are mandatory violations, of \`_cluster/PolicyException/<entry>\`:

| | |
| --- | --- |
| \`${EXCEPTION_INVALID}\` | an entry is incomplete, misspelt, for an unknown rule, for everything, or for more than a year |
| \`${EXCEPTION_EXPIRED}\` | its last day is over |
| \`${EXCEPTION_UNUSED}\` | it covers nothing in its environment; not asked of \`npm run policy\`, which sees only some objects |

Under the engine the first two stop the first resource, and the third ends the preview.

## The rules

`;

/** The text of docs/policies.md. */
export function policiesPage(): string {
    const areas = Object.entries(rulesByArea);
    const tables = areas.map(([area, of]) => `${areaLink(area)}\n\n${table(of)}\n`);
    const sections = areas.map(([area, of]) => `## ${area}\n\n${of.map(section).join("\n")}`);
    return `${INTRODUCTION}${tables.join("\n")}\n${sections.join("\n")}`;
}

function areaLink(area: string): string {
    return `**[${area}](#${area.toLowerCase().replaceAll(" ", "-")})**`;
}

function table(of: readonly Rule[]): string {
    return [
        "| rule | level | severity | |",
        "| --- | --- | --- | --- |",
        ...of.map(({ id, level, severity, title }) => `| [\`${id}\`](#${id}) | ${level} | ${severity} | ${title} |`),
    ].join("\n");
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
        `Fails (${what(fails)}):`,
        "",
        example(fails),
        "",
        `Passes (${what(passes)}):`,
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

function what(of: Case): string {
    return of.development === true ? `${of.what}, in development` : of.what;
}

function example(of: Case): string {
    const documents = of.resources?.map(resourceText) ?? [yaml(podPart(of))];
    return `\`\`\`yaml\n${documents.join("\n---\n")}\n\`\`\``;
}

/** A resource as YAML, and as comments what YAML has no place for. */
function resourceText({ type, name, props, opts, secretPaths = [] }: PolicyResource): string {
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const identity = type.startsWith("kubernetes:") ? { kind } : { type: kind, name };
    return [
        ...(opts === undefined ? [] : [`# options: ${optionsText(opts)}`]),
        ...secretPaths.map((path) => `# marked secret: ${path === "" ? "all of it" : path}`),
        yaml({ ...identity, ...props }),
    ].join("\n");
}

function optionsText(opts: object): string {
    const options = Object.entries(opts).map(([option, value]) => `${option}: ${String(value)}`);
    return options.length === 0 ? "none" : `{ ${options.join(", ")} }`;
}

function yaml(value: unknown): string {
    return stringify(value, { lineWidth: 0, flowCollectionPadding: true, aliasDuplicateObjects: false }).trimEnd();
}

/** The part of a pod that the case is about; what it leaves out is left out. */
function podPart(of: Case): unknown {
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

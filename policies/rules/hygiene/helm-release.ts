import { chartPlace, type ChartPlace } from "../../../images";
import type { Field } from "../../../kubernetes/field";
import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { seed } from "../references";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { certManager } from "./charts/cert-manager";
import type { Chart, Given } from "./charts/chart";
import { nginxIngress } from "./charts/nginx-ingress";

const ALLOWED: readonly Chart[] = [certManager, nginxIngress];

/** Inputs by which a Release becomes another than the one that was checked. */
const FORBIDDEN: Readonly<Record<string, string>> = {
    allowNullValues: "a null removes what the chart does by itself",
    createNamespace: "a namespace of ours has a quota, a default deny and labels",
    dependencyUpdate: "charts that nobody pinned",
    devel: "versions that are not released",
    disableCRDHooks: "definitions that nobody waits for",
    disableOpenapiValidation: "objects that the API would refuse",
    disableWebhooks: "the chart's own checks",
    postrender: "a program changes the objects on the way",
    reuseValues: "values of an earlier release, which nobody sees here",
    valueYamlFiles: "values in files, which nobody sees here",
};

export const helmRelease: Rule = {
    id: "helm-release",
    title: "Releases are of known charts, at an exact version, with the values that keep them safe",
    description:
        "What a Release makes is seen by nobody before it is in the cluster: neither this pack nor the preview can judge its objects. So the charts are named here with what each must be told, and a value that is neither required nor known to be harmless may not be given. Which version is installed is written in the component; here is from which one on the values were compared.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("KATO security guide", "Kubernetes with cert-manager; TLS Configuration Best Practices"),
        { title: "Helm: charts and their provenance", url: "https://helm.sh/docs/topics/provenance/" },
    ],
    remediation:
        "Use the components of this project, which write all of it. Another chart, or another value, is added to `policies/rules/hygiene/charts/` after reading what it makes; or install the chart as a `Chart`, whose objects are judged one by one.",
    kinds: [HELM_RELEASE],
    check({ props }, context) {
        const places = ALLOWED.map((chart) => ({ chart, place: chartPlace(chart.name, context.images) }));
        const found = places.find(({ place }) => place.chart === props.at("chart").value);
        if (found === undefined) {
            const expected = places.map(({ place }) => place.chart).join(" or ");
            // Addresses are not printed: people put passwords into them.
            return [{ at: props.at("chart"), found: "another chart", expected, write: "chart: cert-manager" }];
        }
        const { chart, place } = found;
        return [
            ...judged(() => judgeSource(props, place)),
            ...judged(() => judgeVersion(props.at("version"), chart)),
            ...judged(() => judgeNamespace(props.at("namespace"), chart)),
            ...Object.entries(FORBIDDEN).flatMap(([input, why]) => judged(() => judgeInput(props.at(input), why))),
            ...judgeValues(props.at("values"), chart, context),
        ];
    },
};

function judgeSource(props: Field, { repository }: ChartPlace): Finding | undefined {
    const at = props.at("repositoryOpts", "repo");
    return at.value === repository
        ? undefined
        : {
              at,
              found: at.isSet ? "another repository" : "nothing",
              expected: repository ?? "nothing: the chart is an address",
              write: repository === undefined ? "no `repositoryOpts`" : `repo: ${repository}`,
          };
}

function judgeVersion(at: Field, { lowest }: Chart): Finding | undefined {
    const [, ...numbers] = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(at.text ?? "") ?? [];
    const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
    const isLater = minor > lowest[1] || (minor === lowest[1] && patch >= lowest[2]);
    return numbers.length === 3 && major === lowest[0] && isLater
        ? undefined
        : {
              at,
              expected: `an exact version from ${lowest.join(".")} on, before ${lowest[0] + 1}.0.0`,
              write: `version: ${lowest.join(".")}`,
          };
}

function judgeNamespace(at: Field, { namespace }: Chart): Finding | undefined {
    return at.value === namespace ? undefined : { at, expected: namespace, write: `namespace: ${namespace}` };
}

function judgeInput(at: Field, why: string): Finding | undefined {
    const { value } = at;
    const isGiven =
        value !== undefined && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0);
    return isGiven ? { at, found: "something", expected: `nothing (${why})`, write: "values" } : undefined;
}

function judgeValues(values: Field, chart: Chart, context: Context): ReturnType<Rule["check"]> {
    const required = chart.required.flatMap(({ path, faults, expected, write }) =>
        judged(() => {
            const at = values.at(...path.split("."));
            const given: Given = { at, values, namespace: chart.namespace, ...context };
            return faults(given).map((found) => ({ at, found, expected, write }));
        }),
    );
    return [...required, ...unknownValues(values, chart).flatMap((at) => judged(() => unknown(at)))];
}

function unknown(at: Field): Finding {
    return { at, found: "a value that no rule knows", expected: "nothing", write: "a value of the table" };
}

/** What is given and is in neither of a chart's tables, as high up as it is foreign to them. */
function unknownValues(values: Field, { required, free }: Chart): Field[] {
    const known = [...required.map(({ path }) => path), ...free];
    const exact = new Set(known);
    const holders = new Set(
        known.flatMap((path) => path.split(".").map((_, index, keys) => keys.slice(0, index).join("."))),
    );
    const visit = (holder: Field, prefix: string): Field[] =>
        holder.entries().flatMap(([key, at]) => {
            const path = `${prefix}${key}`;
            if (exact.has(path)) {
                return [];
            }
            return holders.has(path) ? visit(at, `${path}.`) : [at];
        });
    return visit(values, "");
}

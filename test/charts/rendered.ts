import { basename, join } from "node:path";
import { messageOf } from "../../cli/shared/exit";
import { typeToken } from "../../kubernetes/kinds";
import { PolicyObject, type PolicyResource } from "../../kubernetes/resource";
import { chartsIn } from "../../cli/pipelines/images";
import { rendered } from "../../cli/pipelines/helm";
import { policyResource } from "../../cli/preview/model/objects";
import { STACK_TYPE } from "../../cli/preview/model/resources";
import { runProgram } from "../../cli/preview/program/run";
import { readProgram } from "../../cli/preview/program/stack";

const ROOT = join(__dirname, "..", "..");

/** A stack, with what Helm makes of its charts. */
export interface Stack {
    /** What the program itself makes. */
    readonly own: readonly PolicyResource[];
    /** The objects of each Release, by the Release's name. */
    readonly charts: ReadonlyMap<string, readonly PolicyResource[]>;
}

interface Body {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
}

const stacks = new Map<string, Promise<Stack>>();

/**
 * Renders the charts of a stack with the values that it gives them, once for all tests. Helm must be on PATH. It pulls the
 * charts, or takes them from the folder that CHART_FOLDER names: `cert-manager` and `nginx-ingress`, unpacked.
 */
export function stackWithCharts(name: "dev" | "prod"): Promise<Stack> {
    const stack = stacks.get(name) ?? render(name);
    stacks.set(name, stack);
    return stack;
}

async function render(name: "dev" | "prod"): Promise<Stack> {
    const { resources } = await runProgram(readProgram(ROOT, name, join(ROOT, `Pulumi.${name}.yaml`), []));
    const charts = new Map<string, readonly PolicyResource[]>();
    for (const chart of chartsIn(resources)) {
        const folder = process.env["CHART_FOLDER"];
        const source =
            folder === undefined
                ? { chart, flags: KUBE_VERSION }
                : {
                      chart: { ...chart, chart: join(folder, basename(chart.chart)), repository: undefined },
                      // The edge's refers to others on the internet.
                      flags: [...KUBE_VERSION, "--skip-schema-validation"],
                  };
        const objects = await rendered(source.chart, source.flags).catch((error: unknown) => {
            const otherwise =
                "Without internet access, unpack cert-manager v1.21.1 and nginx-ingress 2.6.4 (helm pull --untar) elsewhere, and set CHART_FOLDER to where both are.";
            throw new Error(`${messageOf(error)}\n${otherwise}`, { cause: error });
        });
        charts.set(
            chart.name,
            (objects as (Body | null)[]).flatMap((body) => (body === null ? [] : [resource(body, chart.namespace)])),
        );
    }
    const own = resources.filter(({ type, external }) => type !== STACK_TYPE && !external).map(policyResource);
    return { own, charts };
}

/** Charts ask which version they are for; a Helm that was built from its source claims an ancient one. */
const KUBE_VERSION = ["--kube-version", "1.34.0"];

/** As Helm applies it: in the Release's namespace unless it names another. */
function resource(body: Body, namespace: string): PolicyResource {
    const type = typeToken(body.apiVersion, body.kind);
    const read: PolicyResource = { type, name: body.metadata.name, props: body as unknown as Record<string, unknown> };
    return new PolicyObject(read).scope === "namespace"
        ? { ...read, props: { ...read.props, metadata: { namespace, ...body.metadata } } }
        : read;
}

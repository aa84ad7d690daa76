import type { Change, RuleCases } from "../case";
import { deployment, object, OTHERS, SELECTOR, service, workload } from "./objects";

const SLEEP = { preStop: { sleep: { seconds: 8 } } };
const CONTAINERS = "spec.template.spec.containers";

function running(containers: readonly Change[], spec: Change = {}): Change {
    return { template: { spec: { containers, ...spec } } };
}

const server = (lifecycle?: Change): Change => ({
    name: "app",
    ports: [{ name: "web", containerPort: 80 }],
    lifecycle,
});
const exporter: Change = { name: "exporter", ports: [{ name: "metrics", containerPort: 9090 }] };
const drained = running([server(SLEEP)]);

/** A Service whose port leads to the one of that name or number. */
const to = (targetPort: string | number) =>
    object("core/v1:Service", { spec: { selector: SELECTOR, ports: [{ port: 443, targetPort }] } });

/** Rules about a pod's last seconds. */
export const drainCases: readonly RuleCases[] = [
    {
        rule: "drains-before-stop",
        fails: [
            {
                what: "a server that stops at once",
                resources: [deployment(running([server()])), service(SELECTOR)],
                at: `${CONTAINERS}[0].lifecycle.preStop`,
            },
            {
                what: "a hook that does nothing",
                resources: [deployment(running([server({ preStop: {} })])), service(SELECTOR)],
                at: `${CONTAINERS}[0].lifecycle.preStop`,
            },
            {
                what: "a wait at the start",
                resources: [deployment(running([server({ postStart: SLEEP.preStop })])), service(SELECTOR)],
                at: `${CONTAINERS}[0].lifecycle.preStop`,
            },
            {
                what: "a wait of the container beside the server",
                resources: [deployment(running([{ ...exporter, lifecycle: SLEEP }, server()])), to("web")],
                at: `${CONTAINERS}[1].lifecycle.preStop`,
            },
            {
                what: "containers that do not say which of them serves",
                resources: [deployment(running([{ name: "app" }])), service(SELECTOR)],
                at: `${CONTAINERS}[0].lifecycle.preStop`,
            },
            {
                what: "a StatefulSet of several",
                resources: [
                    workload("apps/v1:StatefulSet", { spec: { replicas: 3, ...running([server()]) } }),
                    service(SELECTOR),
                ],
                at: `${CONTAINERS}[0].lifecycle.preStop`,
            },
            ...[8, 5].map((terminationGracePeriodSeconds) => ({
                what: `a wait of 8 s with ${terminationGracePeriodSeconds} s in all`,
                resources: [deployment(running([server(SLEEP)], { terminationGracePeriodSeconds })), service(SELECTOR)],
                at: "spec.template.spec.terminationGracePeriodSeconds",
            })),
            {
                what: "a wait as long as the default of 30 s",
                resources: [deployment(running([server({ preStop: { sleep: { seconds: 30 } } })])), service(SELECTOR)],
                at: "spec.template.spec.terminationGracePeriodSeconds",
            },
        ],
        passes: [{ what: "a wait", resources: [deployment(drained), service(SELECTOR)] }],
        nearMisses: [
            {
                what: "a command that waits",
                resources: [
                    deployment(running([server({ preStop: { exec: { command: ["sleep", "8"] } } })])),
                    service(SELECTOR),
                ],
            },
            ...["web", 80].map((port) => ({
                what: `a container beside the server, which port ${port} leads to`,
                resources: [deployment(running([server(SLEEP), exporter])), to(port)],
            })),
            {
                what: "9 s in all",
                resources: [
                    deployment(running([server(SLEEP)], { terminationGracePeriodSeconds: 9 })),
                    service(SELECTOR),
                ],
            },
            { what: "no Service", resources: [deployment(running([server()]))] },
            { what: "a Service for others", resources: [deployment(running([server()])), service(OTHERS)] },
            {
                what: "one that makes way before the next starts",
                resources: [deployment({ strategy: { type: "Recreate" }, ...running([server()]) }), service(SELECTOR)],
            },
            {
                what: "a StatefulSet of one",
                resources: [workload("apps/v1:StatefulSet", { spec: running([server()]) }), service(SELECTOR)],
            },
            {
                what: "outside production",
                resources: [deployment(running([server()])), service(SELECTOR)],
                development: true,
            },
            {
                what: "a patch of something else",
                resources: [
                    object("apps/v1:DeploymentPatch", { spec: { template: { metadata: { labels: SELECTOR } } } }),
                    service(SELECTOR),
                ],
            },
        ],
    },
];

import type { Field } from "../../../kubernetes/field";
import type { Container } from "../../../kubernetes/pod";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { leastReplicas, servicesOf } from "./workloads";

const ACTIONS = ["sleep", "exec", "httpGet"];

/**
 * Where no other pod could answer, a drain only lengthens the gap: a Deployment that is recreated, a StatefulSet of one.
 */
export const drainsBeforeStop: Rule = {
    id: "drains-before-stop",
    title: "What answers requests in production goes on doing so until nobody sends it any",
    description:
        "A pod is told to stop at the same moment as proxies are told that it goes, and they hear of it later. A server that closes at once refuses what they still send: some requests fail at every roll-out.",
    level: "advisory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Pod Lifecycle: Termination of Pods",
            url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
        },
    ],
    remediation:
        "Write a `preStop` that waits for some seconds, and a `terminationGracePeriodSeconds` that leaves time for the stop after it.",
    scope: "stack",
    kinds: ["Deployment.apps", "StatefulSet.apps"],
    check: (object, context) => {
        const { pod } = object;
        if (!context.live || object.isPatch || pod === undefined) {
            return [];
        }
        return judged(() => {
            const ports = servicesOf(object, context).flatMap(({ props }) => props.at("spec", "ports").items());
            if (ports.length === 0 || !isReplacedWhileServing(object, context)) {
                return undefined;
            }
            const grace = pod.spec.at("terminationGracePeriodSeconds");
            return serversAmong(pod.containers, ports).flatMap(({ field }) => judge(field.at("lifecycle"), grace));
        });
    },
};

function isReplacedWhileServing(object: PolicyObject, context: Context): boolean {
    return object.kind === "Deployment"
        ? object.props.at("spec", "strategy", "type").value !== "Recreate"
        : leastReplicas(object, context) > 1;
}

/** The containers that a Service's ports lead to; all of them where none says which ports it has. */
function serversAmong(containers: readonly Container[], ports: readonly Field[]): Container[] {
    const targets = ports.map((port) => (port.at("targetPort").isSet ? port.at("targetPort") : port.at("port")).value);
    const running = containers.filter(({ list }) => list === "containers");
    const served = running.filter(({ field }) =>
        field
            .at("ports")
            .items()
            .some(
                (port) => targets.includes(port.at("name").value) || targets.includes(port.at("containerPort").value),
            ),
    );
    return served.length === 0 ? running : served;
}

function judge(lifecycle: Field, grace: Field): Finding[] {
    const stop = lifecycle.at("preStop");
    if (!ACTIONS.some((action) => stop.at(action).isSet)) {
        return [
            {
                at: stop,
                expected: "a wait before the server is told to stop",
                write: "preStop: { sleep: { seconds: 8 } }",
            },
        ];
    }
    const seconds = stop.at("sleep", "seconds").value;
    // The API's default is 30.
    const allowed = grace.value ?? 30;
    return typeof seconds === "number" && typeof allowed === "number" && seconds >= allowed
        ? [
              {
                  at: grace,
                  expected: `more than the ${seconds} s of preStop, which count`,
                  write: `terminationGracePeriodSeconds: ${seconds + 30}`,
              },
          ]
        : [];
}

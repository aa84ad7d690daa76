import type { Field } from "../../../kubernetes/field";
import { type Finding, podRule, type Rule } from "../../engine/rule";
import { LONG_RUNNING_KINDS } from "./workloads";

const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"] as const;
const ACTIONS = ["httpGet", "tcpSocket", "exec", "grpc"];

/**
 * A container that serves nobody needs both as well: liveness is what restarts it when it hangs, readiness what a roll-out
 * waits for. A sidecar among the init containers only helps them, so any probe will do; often it is the one at startup,
 * which holds back the containers that need it.
 */
export const probesRequired: Rule = {
    id: "probes-required",
    title: "Containers that run on tell whether they are ready and alive",
    description:
        "Without a readiness probe requests go to a pod that cannot answer yet, and a roll-out replaces the last one that could. Without a liveness probe a container that hangs does so for good.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Liveness, Readiness, and Startup Probes",
            url: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
        },
    ],
    remediation:
        "Write a `readinessProbe` and a `livenessProbe`; liveness should wait longer and ask for less, so that load alone restarts nothing.",
    ...podRule({
        container({ field, list }, { spec }) {
            // Where a pod may end, it runs to completion.
            if (!["Always", undefined].includes(spec.at("restartPolicy").text)) {
                return undefined;
            }
            if (list === "containers") {
                return PROBES.slice(0, 2).flatMap((name) => (asks(field.at(name)) ? [] : [missing(field.at(name))]));
            }
            const isSidecar = field.at("restartPolicy").value === "Always";
            return isSidecar && !PROBES.some((name) => asks(field.at(name)))
                ? missing(field.at("livenessProbe"))
                : undefined;
        },
    }),
    kinds: LONG_RUNNING_KINDS,
};

/** A probe without an action asks nothing. */
function asks(probe: Field): boolean {
    return ACTIONS.some((action) => probe.at(action).isSet);
}

function missing(at: Field): Finding {
    const probe = at.path.slice(at.path.lastIndexOf(".") + 1);
    return {
        at,
        expected: "a probe by httpGet, tcpSocket, exec or grpc",
        write: `${probe}: { httpGet: { path: /health, port: http } }`,
    };
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PART_OF } from "../../../components/workload/labels";
import { containerSecurity, podSecurity } from "../../../components/workload/security";
import { resourceRequirements } from "../../../components/workload/resources";
import type { Manifest } from "../cluster/cluster";

/** Small, with a shell, `nc` and a web server. */
export const PROBE_IMAGE = "docker.io/library/busybox:1.37.0";
/** Nobody. */
const UID = 65534;
/** Of the pod that listens. */
export const LISTENER_PORT = 8080;
/** After which Kubernetes ends a pod that nobody has removed, in seconds. */
const DEADLINE = 600;

export const NAME = "kato-platform-verify";

/** What a run's objects are called. */
export function runName(run: string): string {
    return `${NAME}-${run}`;
}

/** No workload has these: nothing selects a probe, neither a Service nor a NetworkPolicy's rule. */
function labels(run: string): Record<string, string> {
    return {
        "app.kubernetes.io/name": NAME,
        "app.kubernetes.io/instance": runName(run),
        "app.kubernetes.io/part-of": PART_OF,
        "app.kubernetes.io/managed-by": NAME,
    };
}

/** A namespace that is none of the platform's, and that nothing protects but Pod Security. */
export function foreignNamespace(run: string): Manifest {
    const enforce = {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
    };
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: runName(run), labels: { ...labels(run), ...enforce } },
    };
}

/** A pod that tries connections, each `HOST:PORT`, says what came of them and ends. `purpose` becomes part of its name. */
export function probePod(
    namespace: string,
    run: string,
    purpose: string,
    targets: readonly string[],
    image: string,
): Manifest {
    const script = readFileSync(join(__dirname, "probe.sh"), "utf8");
    return pod(namespace, `${runName(run)}-${purpose}`, run, image, {
        command: ["/bin/sh", "-c", script, "probe.sh", ...targets],
    });
}

/** A pod that accepts connections, to prove that the probes can make any. */
export function listenerPod(namespace: string, run: string, image: string): Manifest {
    return pod(namespace, `${runName(run)}-listener`, run, image, {
        command: ["httpd", "-f", "-p", String(LISTENER_PORT), "-h", "/tmp"],
        ports: [{ containerPort: LISTENER_PORT, protocol: "TCP" }],
    });
}

function pod(namespace: string, name: string, run: string, image: string, container: object): Manifest {
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace, labels: labels(run) },
        spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            restartPolicy: "Never",
            activeDeadlineSeconds: DEADLINE,
            terminationGracePeriodSeconds: 0,
            securityContext: podSecurity(UID, false),
            containers: [
                {
                    name: "probe",
                    image,
                    ...container,
                    resources: resourceRequirements({
                        cpu: { request: "10m", limit: "100m" },
                        memory: "16Mi",
                        ephemeralStorage: "16Mi",
                    }),
                    securityContext: containerSecurity(),
                },
            ],
        },
    };
}

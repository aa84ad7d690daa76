import { HELM_RELEASE } from "../../../kubernetes/kinds";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Context } from "../../engine/rule";

/**
 * Labels that no template has: controllers of Kubernetes, cert-manager and of Gateways give them to the pods that they
 * make.
 */
const GIVEN_LATER =
    /^(?:(?:apps|batch|statefulset|controller|gateway\.networking)\.(?:kubernetes|k8s)\.io\/|acme\.cert-manager\.io\/|job-name$|controller-uid$|pod-template-hash$|controller-revision-hash$)/;

/** Charts, which put objects into their namespace that are not seen here. */
const CHARTS = [HELM_RELEASE, "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"];

/** Kinds of which no pods are made: Kubernetes' own, which are seen with theirs, and custom resources that are known here. */
const WITHOUT_PODS =
    /^[^.]+(?:\.(?:apps|batch|autoscaling|policy|extensions)|\.(?:[^.]+\.)*(?:k8s\.io|cert-manager\.io|external-secrets\.io|k8s\.nginx\.org|cilium\.io|projectcalico\.org))?$|^(?:ServiceMonitor|PodMonitor|PrometheusRule|Probe)\.monitoring\.coreos\.com$/;

/** Whether pods with that label may exist although no object here has it. */
export function isGivenLater(label: string): boolean {
    return GIVEN_LATER.test(label);
}

/**
 * Whether there may be pods beside an object that are not seen here: from a chart, or from a custom resource's operator.
 * What names no namespace may be in any.
 */
export function hasUnseenNeighbours({ namespace }: PolicyObject, context: Context): boolean {
    const isNear = (other: string | undefined): boolean =>
        namespace === undefined || other === undefined || namespace === other;
    return (
        CHARTS.flatMap((kind) => context.of(kind)).some(({ props }) => isNear(props.at("namespace").text)) ||
        context.objects
            .filter(
                ({ isKubernetes, scope, qualifiedKind }) =>
                    isKubernetes && scope !== "cluster" && !WITHOUT_PODS.test(qualifiedKind),
            )
            .some((object) => isNear(object.namespace))
    );
}

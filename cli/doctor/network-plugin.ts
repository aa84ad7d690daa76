import type { DaemonSetInfo } from "./cluster";

/** Whether NetworkPolicies have an effect, and how that is known. */
export interface Enforcement {
    readonly enforced: "yes" | "no" | "cannot tell";
    readonly because: string;
}

interface NetworkPlugin {
    readonly daemonSet: RegExp;
    readonly judge: (found: DaemonSetInfo) => Enforcement;
}

const yes = (because: string): Enforcement => ({ enforced: "yes", because });
const no = (because: string): Enforcement => ({ enforced: "no", because });
const cannotTell = (because: string): Enforcement => ({ enforced: "cannot tell", because });

/** Network plugins by the DaemonSet that they run as. The first that enforces policies decides. */
const plugins: readonly NetworkPlugin[] = [
    { daemonSet: /^calico-node$/, judge: () => yes("Calico enforces them") },
    { daemonSet: /^canal$/, judge: () => yes("Canal enforces them") },
    {
        daemonSet: /^cilium$/,
        judge: () =>
            yes(
                "Cilium enforces them, but an `ipBlock` does not match its nodes or the API server: see docs/network.md",
            ),
    },
    { daemonSet: /^anetd$/, judge: () => yes("GKE Dataplane V2 enforces them") },
    { daemonSet: /^antrea-agent$/, judge: () => yes("Antrea enforces them") },
    { daemonSet: /^weave-net$/, judge: () => yes("Weave Net enforces them") },
    { daemonSet: /^kube-router$/, judge: () => yes("kube-router enforces them") },
    { daemonSet: /^ovnkube-node/, judge: () => yes("OVN-Kubernetes enforces them") },
    { daemonSet: /^azure-npm$/, judge: () => yes("Azure's network policy manager enforces them") },
    { daemonSet: /^aws-node$/, judge: judgeAmazon },
    { daemonSet: /^kindnet$/, judge: judgeKindnet },
    { daemonSet: /^kube-flannel/, judge: () => no("Flannel alone does not enforce them") },
];

/**
 * Tells from what a cluster runs whether it enforces NetworkPolicies. Only `npm run verify`, which tries denied
 * connections, is proof.
 */
export function judgeNetworkPlugin(
    version: string,
    nodeNames: readonly string[],
    daemonSets: readonly DaemonSetInfo[],
): Enforcement {
    const judged = plugins.flatMap(({ daemonSet, judge }) =>
        daemonSets.filter(({ name }) => daemonSet.test(name)).map(judge),
    );
    const decisive = judged.find(({ enforced }) => enforced === "yes") ?? judged[0];
    if (decisive !== undefined) {
        return decisive;
    }
    if (/\+(k3s|rke2)/.test(version)) {
        return yes("K3s enforces them with its built-in controller, unless it runs with --disable-network-policy");
    }
    if (nodeNames.includes("docker-desktop")) {
        return no("Docker Desktop's cluster does not enforce them");
    }
    if (nodeNames.includes("minikube")) {
        return no("minikube's default network does not enforce them; start it with --cni=calico");
    }
    return cannotTell("no known network plugin was found");
}

/** kindnet enforces policies since the image of 13 August 2024, which kind 0.24 brought. */
function judgeKindnet({ images }: DaemonSetInfo): Enforcement {
    const date = images.map((image) => /:v(\d{8})-/.exec(image)?.[1]).find((found) => found !== undefined);
    if (date === undefined) {
        return cannotTell(`this build of kindnet does not say how old it is (${images.join(", ")})`);
    }
    return date >= "20240813"
        ? yes("kindnet enforces them since kind 0.24")
        : no("this kindnet does not enforce them; kind 0.24 and later do");
}

/** The VPC CNI enforces policies where its node agent was told to. */
function judgeAmazon({ args }: DaemonSetInfo): Enforcement {
    return args.some((argument) => /^--enable-network-policy(=true)?$/.test(argument))
        ? yes("the Amazon VPC CNI enforces them")
        : no("the Amazon VPC CNI enforces them only with `enableNetworkPolicy: true` in its configuration");
}

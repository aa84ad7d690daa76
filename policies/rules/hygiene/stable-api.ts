import { judged, type Rule } from "../../engine/rule";

/** Traefik has had no other since its second release. */
const WITHOUT_STABLE: readonly string[] = ["traefik.io/v1alpha1"];

export const stableApi: Rule = {
    id: "stable-api",
    title: "Objects are of stable API versions",
    description:
        "An alpha or beta version may change or end with any release of Kubernetes or of the controller that defines it: the object can then no longer be changed, or is gone after an upgrade. All versions that Kubernetes has removed were of this kind.",
    level: "advisory",
    severity: "low",
    references: [
        {
            title: "Kubernetes: API versioning",
            url: "https://kubernetes.io/docs/reference/using-api/#api-versioning",
        },
        {
            title: "Kubernetes: deprecated API migration guide",
            url: "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
        },
    ],
    remediation:
        "Write the version without `alpha` and `beta`, such as `networking.k8s.io/v1`; mind fields that it renamed.",
    kinds: "kubernetes",
    check({ type, props }) {
        const [, apiVersion = "", version = ""] = /^kubernetes:((?:[^:]*\/)?([^:/]+)):/.exec(type) ?? [];
        return /^v\d+(?:alpha|beta)\d+$/.test(version) && !WITHOUT_STABLE.includes(apiVersion)
            ? judged(() => ({
                  at: props.at("apiVersion"),
                  found: `"${apiVersion}"`,
                  expected: "a stable version",
                  write: `apiVersion: ${apiVersion.replace(/(?:alpha|beta)\d+$/, "")}`,
              }))
            : [];
    },
};

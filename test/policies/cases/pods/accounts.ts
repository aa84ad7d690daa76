import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";

function account(fields: Record<string, unknown>, type = "ServiceAccount"): PolicyResource {
    const metadata = { name: "app", namespace: "shop" };
    return { type: `kubernetes:core/v1:${type}`, name: "app", props: { metadata, ...fields } };
}

function projected(token: Record<string, unknown>): Record<string, unknown> {
    return { volumes: [{ name: "token", projected: { sources: [{ secret: {} }, { serviceAccountToken: token }] } }] };
}

const AUDIENCE = "volumes[0].projected.sources[1].serviceAccountToken.audience";

/** Rules about who a pod is to the Kubernetes API. */
export const accountCases: readonly RuleCases[] = [
    {
        rule: "service-account-token",
        fails: [
            {
                what: "not set, which mounts one",
                pod: { automountServiceAccountToken: undefined },
                at: "automountServiceAccountToken",
            },
            { what: "mounted", pod: { automountServiceAccountToken: true }, at: "automountServiceAccountToken" },
            { what: "mounted by hand", pod: projected({ path: "token" }), at: AUDIENCE },
            { what: "mounted by hand, for an audience without a name", pod: projected({ audience: "" }), at: AUDIENCE },
            ...[
                "https://kubernetes.default.svc",
                "https://kubernetes.default.svc.cluster.local",
                "kubernetes.default.svc",
                "kubernetes",
            ].map((audience) => ({
                what: `mounted by hand, for ${audience}`,
                pod: projected({ path: "token", audience }),
                at: AUDIENCE,
            })),
            { what: "an account that does not say", resources: [account({})], at: "automountServiceAccountToken" },
            {
                what: "an account that mounts them",
                resources: [account({ automountServiceAccountToken: true })],
                at: "automountServiceAccountToken",
            },
            {
                what: "a patch of an account that mounts them",
                resources: [account({ automountServiceAccountToken: true }, "ServiceAccountPatch")],
                at: "automountServiceAccountToken",
            },
        ],
        passes: [{ what: "not mounted", pod: { automountServiceAccountToken: false } }],
        nearMisses: [
            { what: "a token for another service", pod: projected({ path: "token", audience: "vault" }) },
            {
                what: "an audience that begins alike",
                pod: projected({ path: "token", audience: "https://kubernetes-dashboard.example" }),
            },
            { what: "an account that says no", resources: [account({ automountServiceAccountToken: false })] },
            {
                what: "a patch of an account about something else",
                resources: [account({ imagePullSecrets: [] }, "ServiceAccountPatch")],
            },
            {
                what: "a custom resource of that name",
                resources: [{ type: "kubernetes:example.com/v1:ServiceAccount", name: "a", props: {} }],
            },
        ],
    },
    {
        rule: "service-account-name",
        fails: [
            { what: "none, which is `default`", pod: { serviceAccountName: undefined }, at: "serviceAccountName" },
            { what: "`default`", pod: { serviceAccountName: "default" }, at: "serviceAccountName" },
            { what: "an empty name", pod: { serviceAccountName: "" }, at: "serviceAccountName" },
            {
                what: "`default` by the old name of the field",
                pod: { serviceAccountName: undefined, serviceAccount: "default" },
                at: "serviceAccount",
            },
            {
                what: "`default`, whatever the old field says",
                pod: { serviceAccountName: "default", serviceAccount: "app" },
                at: "serviceAccountName",
            },
        ],
        passes: [{ what: "one of its own", pod: { serviceAccountName: "app" } }],
        nearMisses: [
            {
                what: "one of its own, by the old name of the field",
                pod: { serviceAccountName: "", serviceAccount: "app" },
            },
            { what: "a name with `default` in it", pod: { serviceAccountName: "default-app" } },
        ],
    },
];

import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";

const of = (type: string): PolicyResource => ({
    type,
    name: "a",
    props: { metadata: { name: "a", namespace: "kato" } },
});

export const stableApiCases: RuleCases = {
    rule: "stable-api",
    fails: [
        {
            what: "a beta version",
            resources: [of("kubernetes:flowcontrol.apiserver.k8s.io/v1beta3:FlowSchema")],
            at: "apiVersion",
        },
        {
            what: "an alpha version",
            resources: [of("kubernetes:resource.k8s.io/v1alpha3:ResourceClaim")],
            at: "apiVersion",
        },
        {
            what: "a beta of a second version",
            resources: [of("kubernetes:autoscaling/v2beta2:HorizontalPodAutoscaler")],
            at: "apiVersion",
        },
        {
            what: "a version that Kubernetes has removed",
            resources: [of("kubernetes:policy/v1beta1:PodSecurityPolicy")],
            at: "apiVersion",
        },
        { what: "a custom resource", resources: [of("kubernetes:argoproj.io/v1alpha1:Rollout")], at: "apiVersion" },
        { what: "a patch", resources: [of("kubernetes:batch/v1beta1:CronJobPatch")], at: "apiVersion" },
        {
            what: "an object in a List",
            resources: [
                {
                    type: "kubernetes:core/v1:List",
                    name: "a",
                    props: { items: [{ apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget" }] },
                },
            ],
            at: "apiVersion",
        },
    ],
    passes: [{ what: "a stable version", resources: [of("kubernetes:policy/v1:PodDisruptionBudget")] }],
    nearMisses: [
        { what: "the core group", resources: [of("kubernetes:core/v1:Service")] },
        { what: "a stable version of a custom resource", resources: [of("kubernetes:cert-manager.io/v1:Certificate")] },
        { what: "a later one", resources: [of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")] },
        { what: "a group with the word in its name", resources: [of("kubernetes:alpha.example.com/v1:Beta")] },
        { what: "a cloud's resource", resources: [of("aws:kms/key:Key")] },
    ],
};

export const uncheckedKindCases: RuleCases = {
    rule: "unchecked-kind",
    fails: [
        { what: "an operator's own resource", resources: [of("kubernetes:argoproj.io/v1:Rollout")] },
        {
            what: "a kind of the API that nobody thought of",
            resources: [of("kubernetes:resource.k8s.io/v1:ResourceClaim")],
        },
        { what: "a known name in another group", resources: [of("kubernetes:example.com/v1:LimitRange")] },
        { what: "a cloud's resource", resources: [of("aws:s3/bucketV2:BucketV2")] },
        { what: "another cloud's", resources: [of("gcp:sql/databaseInstance:DatabaseInstance")] },
        { what: "a name that every object has", resources: [of("kubernetes:core/v1:constructor")] },
        { what: "a chart, whose objects a preview does not see", resources: [of("kubernetes:helm.sh/v4:Chart")] },
        { what: "a chart as it used to be", resources: [of("kubernetes:helm.sh/v3:Chart")] },
        { what: "a kustomization", resources: [of("kubernetes:kustomize/v2:Directory")] },
    ],
    passes: [{ what: "a kind that a rule is for", resources: [of("kubernetes:k8s.nginx.org/v1:VirtualServer")] }],
    nearMisses: [
        { what: "a pod of any kind", container: {} },
        { what: "a kind with nothing to object to", resources: [of("kubernetes:core/v1:LimitRange")] },
        { what: "a ServiceAccount", resources: [of("kubernetes:core/v1:ServiceAccount")] },
        { what: "a quota", resources: [of("kubernetes:core/v1:ResourceQuota")] },
        { what: "its patch", resources: [of("kubernetes:core/v1:LimitRangePatch")] },
        { what: "a component of ours", resources: [of("kato:data:Redis")] },
        { what: "a provider", resources: [of("pulumi:providers:kubernetes")] },
        { what: "the stack", resources: [of("pulumi:pulumi:Stack")] },
        { what: "a Release, which a rule is for", resources: [of("kubernetes:helm.sh/v3:Release")] },
    ],
};

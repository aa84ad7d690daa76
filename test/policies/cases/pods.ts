import type { RuleCases } from "./case";

export const podCases: readonly RuleCases[] = [
    {
        rule: "read-only-root-filesystem",
        fails: [
            {
                what: "writable",
                container: { securityContext: { readOnlyRootFilesystem: false } },
                at: "securityContext.readOnlyRootFilesystem",
            },
            {
                what: "not set, which is writable",
                container: { securityContext: { readOnlyRootFilesystem: undefined } },
                at: "securityContext.readOnlyRootFilesystem",
            },
        ],
        passes: [{ what: "read-only", container: { securityContext: { readOnlyRootFilesystem: true } } }],
        nearMisses: [
            { what: "a writable mount", container: { volumeMounts: [{ name: "tmp", mountPath: "/tmp" }] } },
            { what: "a Windows pod", pod: { os: { name: "windows" } }, container: { securityContext: undefined } },
        ],
    },
    {
        rule: "resources-required",
        fails: [
            {
                what: "no memory limit",
                container: { resources: { limits: { memory: undefined } } },
                at: "resources.limits.memory",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no CPU limit",
                container: { resources: { limits: { cpu: undefined } } },
                at: "resources.limits.cpu",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no memory request",
                container: { resources: { requests: { memory: undefined } } },
                at: "resources.requests.memory",
                notIn: ["ephemeralContainers"],
            },
            {
                what: "no CPU reserved",
                container: { resources: { requests: { cpu: "0" } } },
                at: "resources.requests.cpu",
                notIn: ["ephemeralContainers"],
            },
        ],
        passes: [
            {
                what: "all four",
                container: {
                    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: 1, memory: "64Mi" } },
                },
            },
        ],
        nearMisses: [{ what: "less than a core", container: { resources: { requests: { cpu: 0.1 } } } }],
    },
    {
        rule: "service-account-token",
        fails: [
            {
                what: "not set, which mounts one",
                pod: { automountServiceAccountToken: undefined },
                at: "automountServiceAccountToken",
            },
            { what: "mounted", pod: { automountServiceAccountToken: true }, at: "automountServiceAccountToken" },
            {
                what: "mounted by hand",
                pod: {
                    volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }],
                },
                at: "volumes[0].projected.sources[0].serviceAccountToken.audience",
            },
        ],
        passes: [{ what: "not mounted", pod: { automountServiceAccountToken: false } }],
        nearMisses: [
            {
                what: "a token for another service",
                pod: {
                    volumes: [
                        {
                            name: "token",
                            projected: {
                                sources: [
                                    { serviceAccountToken: { path: "token", audience: "vault" } },
                                    { secret: {} },
                                ],
                            },
                        },
                    ],
                },
            },
        ],
    },
    {
        rule: "image-tag",
        fails: [
            { what: "latest", container: { image: "registry.example/app:latest" }, at: "image" },
            { what: "no tag", container: { image: "app" }, at: "image" },
            { what: "a port that is no tag", container: { image: "registry.example:5000/app" }, at: "image" },
            { what: "no image", container: { image: undefined }, at: "image" },
        ],
        passes: [{ what: "a version", container: { image: "registry.example/app:1.2.3" } }],
        nearMisses: [
            { what: "a digest and no tag", container: { image: `registry.example/app@sha256:${"0".repeat(64)}` } },
            { what: "a digest and latest", container: { image: `app:latest@sha256:${"0".repeat(64)}` } },
            { what: "a port and a tag", container: { image: "registry.example:5000/app:1" } },
            { what: "latest in the name", container: { image: "latest/app:1.2.3-latest" } },
        ],
    },
];

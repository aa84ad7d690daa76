/** What a container asks for and the most it gets, as Kubernetes quantities. */
export interface Resources {
    readonly cpu: {
        /** Share of a core that is reserved, e.g. `100m`. */
        readonly request: string;
        /** Ceiling, e.g. `1`. */
        readonly limit: string;
    };
    /** Request and limit in one, so that a pod is never evicted for using what it was given, e.g. `256Mi`. */
    readonly memory: string;
    /** Scratch space: emptyDir volumes, and the logs that the kubelet keeps, up to 50 MiB. @default 128Mi */
    readonly ephemeralStorage?: string;
}

/** `resources` of a container. */
export function resourceRequirements(of: Resources): {
    requests: Record<string, string>;
    limits: Record<string, string>;
} {
    const fixed = { memory: of.memory, "ephemeral-storage": of.ephemeralStorage ?? "128Mi" };
    return { requests: { cpu: of.cpu.request, ...fixed }, limits: { cpu: of.cpu.limit, ...fixed } };
}

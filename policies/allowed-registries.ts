/** A place that images may come from. */
export interface AllowedRegistry {
    /**
     * A registry, or a registry and a namespace of it, e.g. `quay.io` or `docker.io/library`. In it, `*` stands for any
     * letters, digits and dashes.
     */
    readonly name: string;
    /** Who decides what is there, and what of it is wanted here. */
    readonly why: string;
}

/**
 * Where images may come from: made to be edited. A name is a promise that whoever may write there is trusted with what the
 * pods may read, so the narrower it is, the better: `ghcr.io/your-org` says more than `ghcr.io`.
 */
export const ALLOWED_REGISTRIES: readonly AllowedRegistry[] = [
    // Docker Hub lets anybody publish: by namespace only.
    { name: "docker.io/library", why: "Docker's official images: postgres, mongo, redis, alpine, busybox" },
    { name: "docker.io/mongodb", why: "MongoDB: the enterprise edition" },
    { name: "docker.io/percona", why: "Percona: its build of MongoDB" },
    { name: "docker.io/qdrant", why: "Qdrant" },
    { name: "docker.io/oryd", why: "Ory: Kratos" },
    { name: "docker.io/nginx", why: "F5: the ingress controller" },
    { name: "docker.io/jmalloc/echo-server", why: "stands in for KATO in the stack `dev`" },

    // Public registries of projects. Narrow them to the organizations that you take images from.
    { name: "ghcr.io", why: "GitHub: KATO, External Secrets Operator" },
    { name: "quay.io", why: "Red Hat: cert-manager" },
    { name: "registry.k8s.io", why: "the Kubernetes project" },
    { name: "public.ecr.aws", why: "AWS and verified publishers" },

    // Private registries of the clouds, of whichever account. Write yours in place of the first `*`.
    { name: "*.dkr.ecr.*.amazonaws.com", why: "Amazon Elastic Container Registry" },
    { name: "*.dkr.ecr.*.amazonaws.eu", why: "the same in the European Sovereign Cloud" },
    { name: "*.dkr.ecr.*.amazonaws.com.cn", why: "the same in China" },
    { name: "*.dkr-ecr.*.on.aws", why: "the same, over IPv6" },
    { name: "*-docker.pkg.dev", why: "Google Artifact Registry" },
    { name: "*.azurecr.io", why: "Azure Container Registry" },

    // Registries of your own.
    { name: "registry.karima.com:5000", why: "Karima's own builds" },
];

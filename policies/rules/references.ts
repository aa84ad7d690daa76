import type { Reference } from "../engine/rule";

/** The profile that every namespace of the platform enforces; a control is named as in the table there. */
export function podSecurity(profile: "Baseline" | "Restricted", control: string): Reference {
    return {
        title: `Pod Security Standards, ${profile}: ${control}`,
        url: `https://kubernetes.io/docs/concepts/security/pod-security-standards/#${profile.toLowerCase()}`,
    };
}

/** CIS Kubernetes Benchmark, section 5; later editions number some controls differently, and have more about RBAC. */
export function cis(section: string, title: string, edition: "V1.24" | "V1.10" = "V1.24"): Reference {
    return {
        title: `CIS Kubernetes ${edition} Benchmark ${section}: ${title}`,
        url: "https://www.cisecurity.org/benchmark/kubernetes",
    };
}

/** NSA and CISA, Kubernetes Hardening Guidance 1.2. */
export function nsa(section: string): Reference {
    return {
        title: `NSA/CISA Kubernetes Hardening Guidance: ${section}`,
        url: "https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF",
    };
}

/** A line of one of the two documents that the platform was built from. */
export function seed(document: "KATO security guide" | "Kratos production setup", section: string): Reference {
    return { title: `${document}: ${section}` };
}

/** A page of AWS' documentation; the path is the one below https://docs.aws.amazon.com/. */
export function aws(title: string, path: string): Reference {
    return { title: `AWS: ${title}`, url: `https://docs.aws.amazon.com/${path}` };
}

/** A risk or practice that Kubernetes' page about RBAC names. */
export function rbacPractice(section: string): Reference {
    return {
        title: `Kubernetes documentation, RBAC Good Practices: ${section}`,
        url: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    };
}

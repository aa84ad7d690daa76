/**
 * What an environment stands for. This is the one definition: the loader refuses by it, components protect by it and policies
 * judge by it, so that what one of them lets pass, the others do as well.
 */
export interface Norms {
    /**
     * Others than its developer reach it. Public names over https, connections whose other end is verified, a named cluster and a
     * place for credentials besides the state are required; localhost, plain http and an authority of one's own at the edge are
     * forbidden.
     */
    readonly shared: boolean;
    /**
     * People rely on it, and it holds what cannot be made again. Data and keys are protected from deletion, volumes are encrypted,
     * a lost pod or node is no outage, credentials rotate, and what the guides state is the least.
     */
    readonly live: boolean;
}

/** From the least demanding on. Staging is reached like production, but may be thrown away, and be small. */
export const ENVIRONMENTS = ["development", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const NORMS: Readonly<Record<Environment, Norms>> = {
    development: { shared: false, live: false },
    staging: { shared: true, live: false },
    production: { shared: true, live: true },
};

/** The environment of that name. Whatever is not one counts as production: forgetting to say it must not weaken anything. */
export function environmentNamed(name: unknown): Environment {
    return ENVIRONMENTS.find((one) => one === name) ?? "production";
}

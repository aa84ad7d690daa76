import { type Environment, NORMS } from "../environments";
import type { EdgeCertificatesConfig, EdgeConfig, Parsed } from "./types";

type Edge = Parsed["edge"];
type Controller = Edge["controller"];

/** Where a developer finds KATO: browsers take every name below `localhost` for the machine itself (RFC 6761). */
const developmentHost = "kato.localhost";

/** Where nobody makes load balancers, which is on a developer's machine, a deployment would wait for one in vain. */
export function defaultExposure(environment: Environment): EdgeConfig["exposure"] {
    return NORMS[environment].shared ? "load-balancer" : "node-port";
}

/** A public authority answers for public names only; a developer's machine has none. */
export function defaultIssuer(environment: Environment): EdgeCertificatesConfig["issuer"] {
    return NORMS[environment].shared ? "letsencrypt-prod" : "internal-ca";
}

/** Outside development one pod can fail, or be replaced, and their number follows the load. */
export function defaultReplicas(environment: Environment): { readonly min: number; readonly max: number } {
    return NORMS[environment].shared ? { min: 2, max: 5 } : { min: 1, max: 1 };
}

/** KATO's host as it is or, in development, as it is by default. */
export function katoHost(host: string | undefined, environment: Environment): string | undefined {
    return host ?? (NORMS[environment].shared ? undefined : developmentHost);
}

/** Fills in what depends on the environment. */
export function completeEdge(edge: Edge, environment: Environment, ocspResponder: boolean): EdgeConfig {
    return {
        ...edge,
        // Outside development a rule has refused to go without.
        hosts: { kato: katoHost(edge.hosts.kato, environment) ?? "" },
        controller: completeController(edge.controller, environment),
        exposure: edge.exposure ?? defaultExposure(environment),
        certificates: completeCertificates(edge.certificates, environment, ocspResponder),
    };
}

function completeController(controller: Controller, environment: Environment): EdgeConfig["controller"] {
    if (controller.mode === "existing") return controller;
    const usual = defaultReplicas(environment);
    const { min = usual.min, max = Math.max(min, usual.max) } = controller.replicas;
    return { ...controller, replicas: { min, max } };
}

function completeCertificates(
    { issuer, email = "", solver = { type: "http01" } }: Edge["certificates"],
    environment: Environment,
    ocspResponder: boolean,
): EdgeCertificatesConfig {
    const chosen = issuer ?? defaultIssuer(environment);
    switch (chosen) {
        case "letsencrypt-prod":
        case "letsencrypt-staging":
            return { issuer: chosen, email, solver };
        case "internal-ca":
            return { issuer: chosen };
        case "provided":
            return { issuer: chosen, ocspResponder };
    }
}

import { certificate, keyPem } from "../../support/pki";
import type { ApiClient } from "./api";
import type { KubernetesObject, PodSpec } from "./objects";

/** What kubelets, controllers and cert-manager write once all is well: here none of them runs. */
export async function writeStatuses(api: ApiClient): Promise<void> {
    for (const pod of await api.list("v1", "Pod")) await api.setStatus(pod, podStatus(pod));
    for (const kind of ["Deployment", "StatefulSet"]) {
        for (const object of await api.list("apps/v1", kind)) await api.setStatus(object, rolloutStatus(object));
    }
    const issuers = await api.list("cert-manager.io/v1", "ClusterIssuer");
    for (const issuer of issuers) {
        await api.setStatus(issuer, { conditions: [READY], acme: { uri: "https://authority.example/acme/acct/1" } });
    }
    for (const object of await api.list("cert-manager.io/v1", "Certificate")) {
        await api.setStatus(object, { conditions: [READY], notAfter: "2036-01-01T00:00:00Z", renewalTime: SOME_TIME });
    }
}

/** The Secrets that cert-manager makes: of certificates, and of accounts with an authority, a test authority's included. */
export async function makeCertificateSecrets(api: ApiClient): Promise<void> {
    const { pem, key } = certificate({ name: "stand-in", from: new Date("2026-01-01"), to: new Date("2036-01-01") });
    const data = { "tls.crt": encoded(pem), "tls.key": encoded(keyPem(key)), "ca.crt": encoded(pem) };
    for (const { metadata, spec } of await api.list("cert-manager.io/v1", "Certificate")) {
        const { secretName } = spec as { secretName: string };
        await api.create(secret(metadata.namespace ?? "", secretName, "kubernetes.io/tls", data));
    }
    for (const name of ["letsencrypt-prod", "letsencrypt-staging"]) {
        await api.create(secret("cert-manager", name, "Opaque", { "tls.key": data["tls.key"] }));
    }
}

const SOME_TIME = "2026-01-01T00:00:00Z";
const READY = { type: "Ready", status: "True", reason: "Ready", message: "", lastTransitionTime: SOME_TIME };

function podStatus({ spec }: KubernetesObject): object {
    const { containers } = spec as PodSpec;
    const terminated = {
        exitCode: 1,
        reason: "Error",
        message: "its last lines",
        startedAt: SOME_TIME,
        finishedAt: SOME_TIME,
    };
    return {
        phase: "Running",
        conditions: [READY],
        containerStatuses: containers.map(({ name }) => ({
            name,
            image: "",
            imageID: "",
            ready: true,
            restartCount: 1,
            state: { running: { startedAt: SOME_TIME } },
            lastState: { terminated },
        })),
    };
}

/** All replicas are of the newest version and serve. */
function rolloutStatus({ metadata, spec }: KubernetesObject): object {
    const { replicas = 1 } = spec as { replicas?: number };
    return {
        observedGeneration: metadata.generation,
        ...{ replicas, updatedReplicas: replicas, readyReplicas: replicas, availableReplicas: replicas },
        currentRevision: "1",
        updateRevision: "1",
    };
}

function secret(namespace: string, name: string, type: string, data: object): KubernetesObject {
    return Object.assign({ apiVersion: "v1", kind: "Secret", metadata: { namespace, name } }, { type, data });
}

function encoded(text: string): string {
    return Buffer.from(text).toString("base64");
}

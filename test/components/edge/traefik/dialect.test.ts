import assert from "node:assert/strict";
import { traefik } from "../../../../components/edge/traefik/dialect";
import { proxy, settings } from "../given";

const LISTENER = {
    transport: { respondingTimeouts: { idleTimeout: "65s" } },
    http: {
        encodedCharacters: {
            allowEncodedSlash: false,
            allowEncodedBackSlash: false,
            allowEncodedNullCharacter: false,
            allowEncodedSemicolon: false,
            allowEncodedPercent: false,
            allowEncodedQuestionMark: false,
            allowEncodedHash: false,
        },
    },
};

/** As a file would have them: without what is undefined. */
function values(given: Partial<Parameters<typeof traefik.ownersValues>[0]> = {}): Record<string, unknown> {
    const all = { settings, answersChallenges: false, ingressClass: "public", ...given };
    return JSON.parse(
        JSON.stringify(traefik.ownersValues(all as Parameters<typeof traefik.ownersValues>[0], "ingress")),
    ) as Record<string, unknown>;
}

/** The names are those of version 41 of the chart, whose schema refuses all others; tried against it. */
describe("What the owner of a Traefik sets", () => {
    it("is this", () => {
        assert.deepEqual(values(), {
            rbac: { namespaced: true },
            providers: {
                kubernetesCRD: {
                    enabled: true,
                    ingressClass: "public",
                    namespaces: ["ingress"],
                    allowCrossNamespace: false,
                    allowExternalNameServices: true,
                },
                kubernetesIngress: { enabled: false },
            },
            ports: { web: LISTENER, websecure: LISTENER },
            tlsOptions: { default: { minVersion: "VersionTLS13", sniStrict: true, disableSessionTickets: true } },
            accessLog: {
                enabled: true,
                format: "json",
                fields: { queryParameters: { defaultMode: "drop" }, headers: { defaultMode: "drop" } },
            },
            deployment: { additionalVolumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }] },
            additionalVolumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
            global: { checkNewVersion: false, sendAnonymousUsage: false },
        });
    });

    it("has the proxy in front of it believed, and Ingresses of challenges served, where there are any", () => {
        const { ports, providers } = values({ settings: { ...settings, proxy }, answersChallenges: true }) as {
            ports: Record<string, { forwardedHeaders: unknown }>;
            providers: { kubernetesIngress: unknown };
        };
        for (const entryPoint of ["web", "websecure"]) {
            assert.deepEqual(ports[entryPoint]?.forwardedHeaders, { trustedIPs: proxy.ranges });
        }
        assert.deepEqual(providers.kubernetesIngress, {
            enabled: true,
            ingressClass: "public",
            namespaces: ["ingress"],
        });
    });
});

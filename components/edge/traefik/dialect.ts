import type { ControllerSettings, Dialect } from "../dialect";
import { tlsOfClients } from "./objects";
import { TraefikRoutes } from "./routes";

/** Traefik 3.7.5 or later, from its own chart, 41 or later. */
export const traefik: Dialect = {
    // Of the chart's pods, which have no right to bind to lower ones.
    ports: { http: 8000, https: 8443, ready: 8080 },
    routes: (name, args, opts) => {
        new TraefikRoutes(name, args, opts);
    },
    ownersValues,
    aboutOwnersValues: `# For the owner of the ingress controller: values of the chart traefik, to be merged into theirs.
# How many pods there are, what they may use, how they are reached and what is measured is left to the owner.
# - Its entry points are called \`web\` and \`websecure\`, as the chart calls them.
# - Lists replace the owner's, as Helm does it: add to \`namespaces\`, \`additionalVolumes\` and \`additionalVolumeMounts\` what is
#   there already.
# - A controller that watches other namespaces, too, lets whoever may make Services there lead it to any address
#   (\`allowExternalNameServices\`), and whoever may make routes there take over a host.
`,
};

const NO_ENCODED_CHARACTERS = Object.fromEntries(
    ["Slash", "BackSlash", "NullCharacter", "Semicolon", "Percent", "QuestionMark", "Hash"].map((character) => [
        `allowEncoded${character}`,
        false,
    ]),
);

function ownersValues({ settings, answersChallenges, ingressClass }: ControllerSettings, namespace: string) {
    const { proxy, limits } = settings;
    const listener = {
        forwardedHeaders: proxy && { trustedIPs: [...proxy.ranges] },
        transport: { respondingTimeouts: { idleTimeout: `${limits.idleTimeoutSeconds}s` } },
        // A path that means one thing to Traefik, which chooses the rule, and another to the application.
        http: { encodedCharacters: NO_ENCODED_CHARACTERS },
    };
    return {
        // It then reads Secrets in its own namespace alone.
        rbac: { namespaced: true },
        providers: {
            kubernetesCRD: {
                enabled: true,
                ingressClass,
                namespaces: [namespace],
                allowCrossNamespace: false,
                // The routes' Services are other names for KATO's and Kratos'.
                allowExternalNameServices: true,
            },
            // Solvers of challenges are Ingresses.
            kubernetesIngress: answersChallenges
                ? { enabled: true, ingressClass, namespaces: [namespace] }
                : { enabled: false },
        },
        ports: { web: listener, websecure: listener },
        // While a challenge is answered, by an Ingress that can name no option, the default is the whole host's.
        tlsOptions: { default: tlsOfClients(settings) },
        // The query of a request may have tokens.
        accessLog: {
            enabled: true,
            format: "json",
            fields: {
                queryParameters: { defaultMode: "drop" },
                headers: { defaultMode: "drop" },
            },
        },
        // Where bodies and answers wait that are larger than 1 MiB.
        deployment: { additionalVolumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }] },
        additionalVolumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
        global: { checkNewVersion: false, sendAnonymousUsage: false },
    };
}

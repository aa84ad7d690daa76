import { refused, type Server } from "./engine";
import { isGiven, pathSettings, type Setting } from "./settings";

const KEY = "service.api_key";
const TLS = "service.enable_tls";

/**
 * Qdrant lets everybody do everything and speaks no TLS unless it is told to.
 *
 * @see https://qdrant.tech/documentation/guides/security/, https://qdrant.tech/documentation/guides/configuration/
 */
export const qdrant: Server = {
    name: "Qdrant",
    programs: ["qdrant"],
    // Its own files are called config.yaml and production.yaml, as others' are.
    ownFile: /qdrant[^/]*\.ya?ml$/,
    file: /\.(?:ya?ml|json|toml)$/,
    folders: ["/qdrant/config"],
    fromFile: pathSettings,
    fromWords: () => new Map(),
    fromVariables: (variables) =>
        new Map(
            variables.flatMap(({ name, value, at }): [string, Setting][] => {
                const path = /^QDRANT__(.+)$/.exec(name)?.[1]?.toLowerCase().replaceAll("__", ".");
                return path === undefined ? [] : [[path, { value, at }]];
            }),
        ),
    authentication: {
        faults: (settings) =>
            refused(settings, KEY, /^(?:null|~)?$/, "a key", "QDRANT__SERVICE__API_KEY from a Secret"),
        missing: (settings) =>
            isGiven(settings, KEY)
                ? undefined
                : {
                      setting: KEY,
                      found: "Qdrant without an API key",
                      expected: "service.api_key",
                      write: "QDRANT__SERVICE__API_KEY from a Secret",
                  },
    },
    tls: {
        faults: (settings) => refused(settings, TLS, /^(?!true$|1$)/i, "true", "enable_tls: true"),
        missing: (settings) =>
            isGiven(settings, TLS)
                ? undefined
                : {
                      setting: TLS,
                      found: "Qdrant without TLS",
                      expected: "service.enable_tls: true",
                      write: "service: { enable_tls: true }",
                  },
    },
};

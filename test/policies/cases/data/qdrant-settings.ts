import type { Case, RuleCases } from "../case";
import { configMap, container, env, QDRANT_HOME, secretEnv, SERVER, server, without } from "./stores";

const SETTINGS = `storage:
  quotas:
    enabled: true
    max_disk_usage_percent: 85
service:
  enable_snapshot_url_recovery: false
`;

/** Qdrant with a file of settings. */
const withFile = (what: string, text: string, more: Partial<Case> = {}): Case => ({
    what,
    resources: [server("qdrant", { volumeMounts: [QDRANT_HOME] }), configMap({ "config.yaml": text })],
    ...more,
});

const VARIABLES = {
    QDRANT__SERVICE__ENABLE_SNAPSHOT_URL_RECOVERY: "false",
    QDRANT__STORAGE__QUOTAS__ENABLED: "true",
    QDRANT__STORAGE__QUOTAS__MAX_DISK_USAGE_PERCENT: "85",
};
const atServer = { at: SERVER };

export const qdrantCases: RuleCases = {
    rule: "qdrant-settings",
    fails: [
        withFile("snapshots from any address", SETTINGS.replace("recovery: false", "recovery: true"), atServer),
        withFile("nothing said about snapshots from an address", without(SETTINGS, "enable_snapshot"), atServer),
        withFile(
            "the setting under another parent, which the server ignores",
            SETTINGS.replace("service:\n  enable_snapshot", "storage2:\n  enable_snapshot"),
            atServer,
        ),
        withFile("quotas that are off", SETTINGS.replace("enabled: true", "enabled: false"), atServer),
        withFile("quotas that nobody switched on", without(SETTINGS, "enabled: true"), atServer),
        withFile("a quota without a share of the disk", without(SETTINGS, "max_disk"), atServer),
        withFile("a quota at which the volume is full", SETTINGS.replace("85", "100"), atServer),
        withFile("a quota of nothing, which is none", SETTINGS.replace("85", "0"), atServer),
        {
            what: "a variable, which counts more than the file",
            container: container("qdrant", {
                env: env({ ...VARIABLES, QDRANT__SERVICE__ENABLE_SNAPSHOT_URL_RECOVERY: "true" }),
            }),
            at: "env[0].value",
        },
    ],
    passes: [
        withFile("all three", SETTINGS),
        { what: "all three as variables", container: container("qdrant", { env: env(VARIABLES) }) },
        withFile("a lower quota", SETTINGS.replace("85", "70")),
    ],
    nearMisses: [
        { what: "another store", container: container("redis") },
        {
            what: "a value that only its Secret has",
            container: container("qdrant", {
                env: [...env(VARIABLES).slice(0, 2), secretEnv("QDRANT__STORAGE__QUOTAS__MAX_DISK_USAGE_PERCENT")],
            }),
        },
        {
            what: "a client from the same image",
            container: container("qdrant", { command: ["sh", "-c", "sleep infinity"] }),
        },
    ],
};

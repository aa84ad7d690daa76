import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { plainSettings, secretSettings } from "../../../../components/data/qdrant/settings";
import type { Credential } from "../../../../components/secrets/credential";
import { valueOf } from "../../../support/record";
import known from "./settings-1.19.0.json";

interface Sections {
    readonly service: object;
}

const plain = parse(plainSettings({ data: "/data", tls: "/tls" })) as Sections;

const first: Credential = { generation: 1, current: pulumi.output("first") };
const second: Credential = { ...first, generation: 2, current: pulumi.output("second"), previous: first.current };

async function secrets(apiKey: Credential, readOnlyKey: Credential): Promise<Sections> {
    return parse(await valueOf(secretSettings(apiKey, readOnlyKey))) as Sections;
}

describe("Qdrant's settings", () => {
    it("serve both APIs over TLS alone and on both families, keep room on the volume and an audit log, and fetch nothing", () => {
        assert.deepEqual(plain, {
            storage: {
                storage_path: "/data/storage",
                snapshots_path: "/data/snapshots",
                quotas: { enabled: true, max_disk_usage_percent: 85 },
            },
            service: {
                host: "::",
                http_port: 6333,
                grpc_port: 6334,
                enable_tls: true,
                verify_https_client_certificate: false,
                enable_cors: false,
                enable_static_content: false,
                enable_snapshot_url_recovery: false,
            },
            tls: { cert: "/tls/tls.crt", key: "/tls/tls.key", ca_cert: "/tls/ca.crt" },
            cluster: { enabled: false },
            telemetry_disabled: true,
            audit: { enabled: true, dir: "/data/audit", rotation: "hourly", max_log_files: 72 },
        });
    });

    it("ask for the API key, the one before it, or the read-only key", async () => {
        assert.deepEqual(await secrets(first, first), { service: { api_key: "first", read_only_api_key: "first" } });
        assert.deepEqual(await secrets(second, first), {
            service: { api_key: "second", alt_api_key: "first", read_only_api_key: "first" },
        });
    });

    it("have no alternative for the read-only key, which the server does not know", async () => {
        assert.deepEqual(await secrets(first, second), { service: { api_key: "first", read_only_api_key: "second" } });
    });

    // The server ignores a key that it does not know without a word.
    it("are all known to the server", async () => {
        const secret = await secrets(second, second);
        const merged = { ...plain, service: { ...plain.service, ...secret.service } };
        assert.deepEqual(unknown(merged), []);
        const misspelt = { ...merged, service: { ...merged.service, enabled_tls: true } };
        assert.deepEqual(unknown(misspelt), ["service.enabled_tls"]);
    });
});

/** Paths of the settings that the server's list does not have. */
function unknown(settings: object, prefix = ""): string[] {
    return Object.entries(settings).flatMap(([key, value]: [string, unknown]) =>
        typeof value === "object" && value !== null
            ? unknown(value, `${prefix}${key}.`)
            : known.settings.includes(`${prefix}${key}`)
              ? []
              : [`${prefix}${key}`],
    );
}

import type { Container, Pod } from "../../../kubernetes/pod";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { runningServer } from "./stores/server";

/** What is asked of a setting. Qdrant ignores what it does not know, so nothing but the exact path will do. */
interface Demand {
    readonly path: string;
    readonly isMet: (value: string) => boolean;
    readonly expected: string;
    readonly write: string;
}

/** Above this share of the volume there is no room left for what frees it. */
const MOST_DISK_PERCENT = 90;

const DEMANDS: readonly Demand[] = [
    {
        path: "service.enable_snapshot_url_recovery",
        isMet: (value) => /^(?:false|0)$/i.test(value),
        expected: "false",
        write: "service: { enable_snapshot_url_recovery: false }",
    },
    {
        path: "storage.quotas.enabled",
        isMet: (value) => /^(?:true|1)$/i.test(value),
        expected: "true",
        write: "storage: { quotas: { enabled: true } }",
    },
    {
        path: "storage.quotas.max_disk_usage_percent",
        isMet: (value) => Number(value) >= 1 && Number(value) <= MOST_DISK_PERCENT,
        expected: `1 to ${MOST_DISK_PERCENT}`,
        write: "storage: { quotas: { max_disk_usage_percent: 85 } }",
    },
];

export const qdrantSettings: Rule = {
    id: "qdrant-settings",
    title: "Qdrant fetches nothing for its clients, and stops before its volume is full",
    description:
        "Unless it is told not to, Qdrant restores snapshots from any address that a client names: whoever has the key makes the server ask whatever the server reaches. And on a volume that is full to the last byte nothing can be deleted any more; a quota refuses writes before.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Qdrant Security"),
        {
            title: "Qdrant: configuration of v1.19",
            url: "https://github.com/qdrant/qdrant/blob/v1.19.0/config/config.yaml",
        },
    ],
    remediation:
        "Set them in the server's `config.yaml`, or as variables: `QDRANT__SERVICE__ENABLE_SNAPSHOT_URL_RECOVERY=false`.",
    // A server's configuration mostly stands in another object.
    scope: "stack",
    kinds: "kubernetes",
    check(object, context) {
        const { pod, isPatch } = object;
        return pod === undefined || isPatch
            ? []
            : pod.containers.flatMap((container) => judged(() => judgeContainer(container, pod, object, context)));
    },
};

function judgeContainer(container: Container, pod: Pod, object: PolicyObject, context: Context): Finding[] {
    const running = runningServer(container, pod, object, context);
    if (running?.server.name !== "Qdrant") return [];
    const image = container.field.at("image");
    const name = container.field.at("name").text;
    return DEMANDS.flatMap(({ path, isMet, expected, write }) => {
        const setting = running.settings.get(path);
        // A reference: somebody has said something.
        if (setting !== undefined && (setting.value === undefined || isMet(setting.value))) return [];
        const found = setting === undefined ? `Qdrant without ${path}` : `${path} ${setting.value ?? ""}`.trim();
        return [{ at: setting?.at ?? image, found, expected, write, container: name }];
    });
}

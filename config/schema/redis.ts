import { z } from "zod";
import { authority, externalServer, standaloneMode } from "./external";
import { bytes, line } from "./fields";
import { resources } from "./resources";

const standalone = z.strictObject({
    mode: standaloneMode,
    storage: bytes("2Gi").default("2Gi").describe("Size of the volume that sessions are kept on."),
    resources: resources({ request: "100m", limit: "1", memory: "512Mi", least: "32Mi" }),
});

const external = z.strictObject({
    ...externalServer("master.kato.abcdef.use1.cache.amazonaws.com", 6379),
    user: line("the name of a user", "default")
        .default("default")
        .describe("The user. The password is the secret `redisPassword`."),
    ca: authority,
});

/** KATO's sessions. */
export const redis = z
    .discriminatedUnion("mode", [standalone, external])
    .prefault({ mode: "standalone" })
    .meta({ accepted: "standalone or external" })
    .describe(
        "KATO's session store. Left out, it is `standalone`: one in the cluster. `external` uses one you have (ElastiCache).",
    );

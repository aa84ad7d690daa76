import { z } from "zod";
import { authority, externalServer, standaloneMode } from "./external";
import { bytes, port } from "./fields";
import { resources } from "./resources";

const standalone = z.strictObject({
    mode: standaloneMode,
    storage: bytes("10Gi").default("10Gi").describe("Size of the volume that holds the vectors and their snapshots."),
    resources: resources({ request: "250m", limit: "2", memory: "1Gi", least: "128Mi" }),
});

const external = z.strictObject({
    ...externalServer("kato.us-east-1-0.aws.cloud.qdrant.io", 6333),
    grpcPort: port().default(6334).describe("Its port for gRPC."),
    ca: authority,
});

/** KATO's vectors. */
export const qdrant = z
    .discriminatedUnion("mode", [standalone, external])
    .prefault({ mode: "standalone" })
    .meta({ accepted: "standalone or external" })
    .describe(
        "KATO's vector database. Left out, it is `standalone`: one in the cluster. `external` uses one you have (Qdrant Cloud), by the secret `qdrantApiKey`.",
    );

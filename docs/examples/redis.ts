import { Provider } from "@pulumi/kubernetes/provider";
import { Namespace, Redis, workload } from "../../components";

const cluster = new Provider("cluster", {
  context: "shop",
  enableSecretMutable: true,
  enableConfigMapMutable: true,
});

const namespace = new Namespace(
  "shop",
  { quota: { cpu: "4", memory: "8Gi", pods: 20 }, protect: true },
  { provider: cluster },
);

const redis = new Redis(
  "sessions",
  {
    server: {
      mode: "standalone",
      namespace: namespace.namespace,
      production: true,
      storage: "1Gi",
      storageClass: "encrypted",
      resources: { cpu: { request: "50m", limit: "1" }, memory: "256Mi" },
      issuer: { kind: "ClusterIssuer", name: "shop-ca" },
      generations: { login: 1, internal: 1 },
      clients: [workload("shop", "web")],
    },
  },
  { provider: cluster, dependsOn: namespace },
);

export const host = redis.endpoint.host;
export const user = redis.login.user;

import { platformRoutes } from "../../../components/edge/platform-routes";
import type { Route } from "../../../components/edge/route";
import type { EdgeSettings } from "../../../components/edge/settings";
import { workload } from "../../../components/workload/identity";

export const settings: EdgeSettings = {
    exposure: "load-balancer",
    tls: { minVersion: "1.3", stapling: false },
    limits: { zoneSize: "10m", headerTimeoutSeconds: 15, idleTimeoutSeconds: 65 },
};

export const proxy = { ranges: ["173.245.48.0/20", "103.21.244.0/22"], realIpHeader: "CF-Connecting-IP" };

/** The seeds' hosts. */
export function routes({ katoTls = true }: { readonly katoTls?: boolean } = {}): Route[] {
    return platformRoutes({
        kato: { workload: workload("kato", "kato"), host: "kato.yourdomain.com", tls: katoTls },
        kratos: { workload: workload("kratos", "kratos"), hosts: ["auth.karima.com", "auth.ks-backend.cloud"] },
        bodySize: "10m",
        readTimeoutSeconds: 60,
    });
}

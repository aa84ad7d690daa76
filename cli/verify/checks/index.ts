import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import defaultIdentitySchema from "../../../components/identity/identity.schema.json";
import { awsStore } from "../aws";
import type { ClusterFacts } from "../../doctor/cluster";
import type { Check } from "../check";
import type { Cleanup } from "../cleanup";
import { type Cluster, onePod } from "../cluster/cluster";
import { addressOf, type Dial, dialDirectly } from "../net/dial";
import { withEdgeReasons } from "../edge-reason";
import { HttpsClient, type HttpClient } from "../net/http";
import { HTTP, inspect } from "../net/tls";
import { Probes } from "../probes/probes";
import type { Promised } from "../promised";
import { accessLogChecks } from "./access-log";
import { ThrowAwayAccount, throwAwayAddress } from "./account";
import { accountChecks } from "./accounts";
import { addressChecks } from "./addresses";
import { certificateChecks } from "./certificates";
import { connectionChecks } from "./connections";
import { dnsChecks } from "./dns";
import { headerChecks } from "./headers";
import { hostChecks } from "./hosts";
import { katoChecks } from "./kato";
import { katoTlsChecks } from "./kato-tls";
import { kratosChecks } from "./kratos";
import { limitChecks } from "./limits";
import { secretChecks } from "./secrets";
import { storeChecks } from "./stores";
import { tlsChecks } from "./tls";

/** Between one look and the next at something that takes its time. */
const pause = (): Promise<void> => delay(2000);

/**
 * All checks of a stack, in the order in which they are made: what the world sees first, and last what uses up a limit.
 *
 * @param authority the internal authority's certificate, in PEM
 */
export function allChecks(
    promised: Promised,
    cluster: Cluster,
    facts: ClusterFacts,
    authority: string,
    cleanup: Cleanup,
): Check[] {
    const run = randomBytes(4).toString("hex");
    const { hosts, controller, secretStore } = promised;
    // Outside development, clients do not know the internal authority, and neither do we.
    const trusted = promised.issuer === "internal-ca" ? [authority] : [];
    const dial = promised.reachedBy === "dns" ? dialDirectly : throughTheCluster(cluster, controller);
    const http = new HttpsClient(dial, trusted);
    const inside = (port: number): HttpClient =>
        new HttpsClient(
            async () => cluster.forward(await onePod(cluster, "kratos", { app: "kratos" }), port),
            [authority],
        );
    const kratos = { public: inside(4433), admin: inside(4434) };
    const account = {
        host: hosts.kratos[0] ?? "",
        email: throwAwayAddress(promised.mail, run),
        schema: promised.identitySchema ?? defaultIdentitySchema,
    };
    const tls = (host: string) => ({ servername: host, authorities: trusted, protocols: HTTP });
    return [
        ...addressChecks(promised, addressOf),
        ...certificateChecks(promised, async (host) => inspect(await dial(host, 443), tls(host))),
        ...tlsChecks(promised, async (host, version) =>
            inspect(await dial(host, 443), { ...tls(host), minVersion: version, maxVersion: version }),
        ),
        ...headerChecks(promised, http, run),
        ...hostChecks(promised, http, dial, run),
        ...accessLogChecks(promised, http, cluster, run, pause),
        ...withEdgeReasons(
            [
                ...kratosChecks(promised, http, kratos, run),
                ...accountChecks(
                    promised,
                    () => new ThrowAwayAccount(http, kratos.admin, cleanup, account),
                    kratos.admin,
                    pause,
                ),
                ...katoChecks(promised, http, cluster),
            ],
            cluster,
            controller,
        ),
        ...katoTlsChecks(promised, cluster, () => Promise.resolve(authority)),
        ...storeChecks(promised, cluster, () => Promise.resolve(authority)),
        ...secretChecks(promised, cluster, awsStore(secretStore?.region ?? "")),
        ...dnsChecks(promised, facts),
        ...connectionChecks(promised, cluster, new Probes(cluster, cleanup, run, pause, promised.probeImage)),
        ...limitChecks(promised, http),
    ];
}

/** Where nothing leads in from outside: to the controller's own ports, as the load balancer would. */
function throughTheCluster(cluster: Cluster, { namespace, labels }: Promised["controller"]): Dial {
    return async (_host, port) => {
        const pod = await onePod(cluster, namespace, labels);
        const name = port === 443 ? "https" : "http";
        return await cluster.forward(pod, pod.ports[name] ?? port);
    };
}

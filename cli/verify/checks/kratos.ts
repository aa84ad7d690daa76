import { type Check, failed, ok, type Outcome } from "../check";
import type { HttpClient } from "../net/http";
import type { Promised } from "../promised";

/** Kratos from inside the cluster, on each of its ports. */
export interface InsideKratos {
    readonly public: HttpClient;
    readonly admin: HttpClient;
}

/** Names of its Services, which its certificate is for. */
export const KRATOS_HOST = "kratos.kratos.svc";
export const ADMIN_HOST = "kratos-admin.kratos.svc";

/** The guide's own request. No version of Kratos has the path: the public API answers 404, where a gateway would not. */
const GUIDE_PATH = "/.well-known/ory/kratos/public";

/** Whether Kratos serves (setup guide, "Step 6: Verify Deployment"), and only what is public. */
export function kratosChecks(
    { hosts }: Pick<Promised, "hosts">,
    http: HttpClient,
    inside: InsideKratos,
    run: string,
): Check[] {
    const look = "kubectl --namespace kratos get pods; kubectl --namespace kratos logs deployment/kratos";
    const healthy = (name: string, client: HttpClient, host: string, path: string): Check => ({
        area: "Kratos",
        name,
        expects: "200 over TLS, with a certificate of the internal authority",
        look,
        run: async () => {
            let answer = await client.send({ host, path });
            if (answer.status === 307) {
                // Kratos sends what is asked of its admin port without the prefix to where it is now.
                answer = await client.send({ host, path: `/admin${path}` });
            }
            return statusIs(200, answer);
        },
    });
    return [
        healthy("ready, database included (inside, 4433)", inside.public, KRATOS_HOST, "/health/ready"),
        healthy("admin port alive (inside, 4434)", inside.admin, ADMIN_HOST, "/health/alive"),
        ...hosts.kratos.flatMap((host): Check[] => [
            {
                area: "Kratos",
                name: `public API on ${host}`,
                expects: `Kratos itself answers ${GUIDE_PATH} (404: no version has it), and a flow can be started`,
                look,
                run: () => publicApi(http, host),
            },
            {
                area: "Kratos",
                name: `no admin API on ${host}`,
                expects: "404 for /admin/identities, with nothing of Kratos' in it",
                look: "kubectl --namespace kratos get virtualserverroutes --output yaml",
                run: async () => {
                    const { status, headers } = await http.send({ host, path: `/admin/identities?ids=${run}` });
                    const location = headers.get("location")?.join();
                    const to = location === undefined ? "" : ` to ${location}`;
                    return status === 404 && location === undefined ? ok("404") : failed(`${status}${to}`);
                },
            },
        ]),
    ];
}

async function publicApi(http: HttpClient, host: string): Promise<Outcome> {
    const guide = await http.send({ host, path: GUIDE_PATH });
    if (guide.status !== 404 && guide.status !== 200) {
        return failed(`${guide.status} for ${GUIDE_PATH}`);
    }
    const flow = await http.send({ host, path: "/self-service/login/api" });
    const isFlow = flow.status === 200 && flow.body.includes('"ui"');
    return isFlow
        ? ok(`${guide.status} for ${GUIDE_PATH} (no version of Kratos has it), 200 and a flow for a login`)
        : failed(`${flow.status} for /self-service/login/api`);
}

function statusIs(expected: number, { status }: { readonly status: number }): Outcome {
    return status === expected ? ok(String(status)) : failed(String(status));
}

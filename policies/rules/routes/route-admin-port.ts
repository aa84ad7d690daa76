import { cis, seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { STORE_ENGINES } from "../stores";
import { type Backend, backends, serviceName } from "./backends";
import { ROUTES } from "./kinds";

/** Where Kratos serves its admin API, which asks nobody who they are. */
const ADMIN_PORT = 4434;

/** What Traefik serves itself: its dashboard, its API, what it measures. */
const INTERNAL = /^(?:api|dashboard|ping|prometheus|rest)@internal$/;

export const routeAdminPort: Rule = {
    id: "route-admin-port",
    title: "No route leads to Kratos' admin API, to a store or to the controller itself",
    description:
        "Kratos' admin API has no authentication: whoever reaches it reads, changes and deletes every identity. A store's port is for the workloads beside it, whatever password it asks for. Traefik's own API shows every route and answers whoever reaches it.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("Kratos production setup", "4. Network Security; checklist: Admin API not publicly accessible"),
        seed("KATO security guide", "Security Checklist: Internal services not exposed externally"),
        cis("5.3.2", "Ensure that all Namespaces have Network Policies defined"),
    ],
    remediation:
        "Route to Kratos' public port 4433. Reach the admin API from inside the cluster, or by `kubectl port-forward`.",
    kinds: ROUTES,
    check: (object) => backends(object).flatMap((backend) => judged(() => judgeBackend(backend))),
};

function judgeBackend({ service, port }: Backend): Finding | undefined {
    const name = serviceName(service);
    const number = Number(port.value);
    // A port's name is mostly that of the image.
    const store = STORE_ENGINES.find(
        ({ ports, images }) => ports.includes(number) || images.includes(String(port.value)),
    );
    const write = "a Service that is meant for the public, such as kratos:4433";
    if (store !== undefined) {
        return { at: port, found: `${String(port.value)}, which is ${store.name}'s`, expected: "no store", write };
    }
    if (INTERNAL.test(name)) {
        return { at: service, expected: "no service of Traefik's own", write };
    }
    if (/kratos-?admin|admin-?kratos/.test(name)) {
        return { at: service, expected: "no admin API", write };
    }
    const named = name.includes("kratos") && /admin/.test(String(port.value));
    return number === ADMIN_PORT || named ? { at: port, expected: "no admin API", write } : undefined;
}

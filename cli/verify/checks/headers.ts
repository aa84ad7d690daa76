import { type Check, failed, ok, type Outcome } from "../check";
import type { Answer, HttpClient, Request } from "../net/http";
import type { Promised } from "../promised";

/**
 * Security guide, "TLS Configuration Best Practices: Security headers". X-XSS-Protection is 0, today's advice, instead of
 * the guide's `1; mode=block` (docs/adr).
 */
const EXACT = {
    "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-xss-protection": "0",
} as const;

/** What each host is asked, so that the headers are seen on an answer and on an error. */
interface Asked extends Request {
    /** The status that makes the answer the one that is meant. */
    readonly status: number;
}

export function headerChecks(
    { hosts, standIn }: Pick<Promised, "hosts" | "standIn">,
    http: HttpClient,
    run: string,
): Check[] {
    const nowhere = `/kato-platform-verify-${run}`;
    const asked: Asked[] = [
        { host: hosts.kato, path: "/health", status: 200 },
        // The stand-in answers 200 to everything.
        ...(standIn ? [] : [{ host: hosts.kato, path: nowhere, status: 404 }]),
        // The edge's own answer: no route leads there.
        { host: hosts.kato, path: "/metrics", status: 404 },
        ...hosts.kratos.flatMap((host) => [
            { host, path: "/self-service/login/api", status: 200 },
            { host, path: nowhere, status: 404 },
            { host, path: "/admin", status: 404 },
        ]),
    ];

    return asked.map(({ status, ...request }) => ({
        area: "headers",
        name: `${request.host}${request.path.replace(run, "…")} (${status})`,
        expects: `${Object.entries(EXACT)
            .map((header) => header.join(": "))
            .join(" · ")} · permissions-policy · each once · no server version`,
        look: "kubectl --namespace nginx-ingress get configmap --output yaml, key `server-snippets`; docs/verify.md",
        run: async () => judge(await http.send(request), status),
    }));
}

function judge({ status, headers }: Answer, expected: number): Outcome {
    if (status !== expected) {
        return failed(`an answer with status ${status}`, { expected: `an answer with status ${expected}` });
    }
    const exact = Object.entries(EXACT).filter(([name, value]) => headers.get(name)?.join() !== value);
    const wrong = exact.map(([name]) => `${name}: ${headers.get(name)?.join(" and ") ?? "(missing)"}`);
    const policy = headers.get("permissions-policy") ?? [];
    const server = headers.get("server")?.join() ?? "";
    const powered = headers.get("x-powered-by");
    const seen = [
        ...wrong,
        ...(policy.length === 1 && policy[0] !== ""
            ? []
            : [`permissions-policy: ${policy.join(" and ") || "(missing)"}`]),
        ...(/\d/.test(server) ? [`server: ${server}`] : []),
        ...(powered === undefined ? [] : [`x-powered-by: ${powered.join()}`]),
    ];
    return seen.length === 0 ? ok(`all ${Object.keys(EXACT).length + 1}, each once`) : failed(seen.join(" · "));
}

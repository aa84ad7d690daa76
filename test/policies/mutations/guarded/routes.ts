import type { Place } from "../places";
import { becomes, both, removed, rows } from "../row";

const isLimited = ({ value }: Place): boolean => Array.isArray(value) && value.length > 0;

export const routeFields = [
    ...rows("VirtualServer.k8s.nginx.org", [
        ["spec.host", "route-host", both(removed, becomes("", "*.yourdomain.com"))],
        ["spec.tls", "route-tls", removed],
        ["spec.tls.secret", "route-tls", removed],
        ["spec.tls.redirect", "route-redirect", removed],
        ["spec.tls.redirect.enable", "route-redirect", both(removed, becomes(false))],
        ["spec.+server-snippets", "route-snippets", becomes("return 200;")],
        ["spec.+http-snippets", "route-snippets", becomes("lua_code_cache off;")],
        ["spec.routes[].+location-snippets", "route-snippets", becomes("proxy_pass http://10.0.0.1;")],
    ]),
    ...rows("VirtualServerRoute.k8s.nginx.org", [
        ["spec.host", "route-host", both(removed, becomes("", "*.yourdomain.com"))],
        ["spec.subroutes[].policies", "route-rate-limit", both(removed, becomes([])), isLimited],
        ["spec.subroutes[].policies[].name", "rate-limit-strength", becomes("no-limit")],
        ["spec.subroutes[].policies[].namespace", "rate-limit-strength", both(removed, becomes("elsewhere"))],
        ["spec.subroutes[].path", "route-denied-paths", becomes("/elsewhere"), isDenied],
        ["spec.subroutes[]", "route-denied-paths", removed, isDenied],
        ["spec.subroutes[].action.proxy.requestHeaders.set[]", "route-client-address", removed],
        ["spec.subroutes[].action.proxy.requestHeaders.set[].name", "route-client-address", becomes("X-Other")],
        [
            "spec.subroutes[].action.proxy.requestHeaders.set[].value",
            "route-client-address",
            becomes("${http_x_forwarded_for}"),
        ],
        ["spec.upstreams[].port", "route-admin-port", becomes(4434, 5432, 27017, 6379)],
        ["spec.upstreams[].service", "route-admin-port", becomes("kratos-admin")],
        ["spec.upstreams[].tls.enable", "route-backend-tls", both(removed, becomes(false))],
        ["spec.subroutes[].+location-snippets", "route-snippets", becomes("proxy_pass http://10.0.0.1;")],
    ]),
    ...rows("Policy.k8s.nginx.org", [
        ["spec.rateLimit.rate", "rate-limit-strength", becomes("1000r/s", "100r/s")],
        ["spec.rateLimit.key", "rate-limit-policy", becomes("constant", "${request_uri}")],
        ["spec.rateLimit.burst", "rate-limit-strength", becomes(10000)],
        ["spec.rateLimit.rejectCode", "rate-limit-policy", becomes(200)],
        ["spec.rateLimit.+dryRun", "rate-limit-policy", becomes(true)],
    ]),
    ...rows("ClusterIssuer.cert-manager.io", [
        [
            "spec.acme.server",
            "route-issuer",
            becomes("https://acme-staging-v02.api.letsencrypt.org/directory", "http://acme.attacker.example/directory"),
        ],
        ["spec.acme.+skipTLSVerify", "issuer-authority", becomes(true)],
    ]),
    ...rows("Certificate.cert-manager.io", [
        ["spec.privateKey.algorithm", "certificate-strength", becomes("RSA")],
        ["spec.privateKey.size", "certificate-strength", becomes(128, 160)],
        ["spec.privateKey.rotationPolicy", "certificate-strength", becomes("Never"), isLeaf],
        ["spec.+isCA", "certificate-strength", becomes(true), isLeaf],
        ["spec.duration", "certificate-strength", becomes("87600h"), isLeaf],
        ["spec.dnsNames[]", "route-host", becomes("*")],
        ["spec.issuerRef.name", "route-issuer", becomes("internal-ca", "internal-ca-bootstrap"), isPublic],
        ["spec.usages[]", "certificate-strength", becomes("any", "cert sign"), isLeaf],
    ]),
];

function isPublic({ resource }: Place): boolean {
    return resource.name.startsWith("public-certificates-");
}

/** A route that answers 404 for what the application would otherwise show. */
function isDenied({ resource, keys }: Place): boolean {
    const { subroutes } = resource.props["spec"] as { subroutes: { action: { return?: object } }[] };
    return subroutes[Number(keys[2])]?.action.return !== undefined;
}

function isLeaf({ resource }: Place): boolean {
    return (resource.props["spec"] as { isCA?: boolean }).isCA !== true;
}

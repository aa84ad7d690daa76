import assert from "node:assert/strict";
import { configMapEntries } from "../../../../components/edge/nginx/config-map";
import { without } from "../../../support/pods";
import { proxy, routes, settings } from "../given";

function directives(entries: Record<string, string>, key = "http-snippets"): string[] {
    return (entries[key] ?? "").split("\n");
}

function assertHas(entries: Record<string, string>, ...wanted: string[]): void {
    for (const line of wanted) {
        assert.ok(directives(entries).includes(line), `${line}\nis not in\n${entries["http-snippets"] ?? ""}`);
    }
}

describe("configMapEntries", () => {
    const entries = configMapEntries(settings, routes(), 1);

    it("has these keys and values besides the snippets", () => {
        assert.deepEqual(without(entries, "http-snippets", "server-snippets"), {
            "server-tokens": "false",
            "default-server-return": "444",
            "ssl-protocols": "TLSv1.3",
            "ssl-prefer-server-ciphers": "true",
            http2: "true",
            "log-format":
                '{"time":"$time_iso8601","request_id":"$request_id","client":"$remote_addr","method":"$request_method",' +
                '"host":"$host","path":"$edge_path","status":"$status","bytes":"$bytes_sent",' +
                '"duration":"$request_time","upstream_duration":"$upstream_response_time",' +
                '"upstream":"$upstream_addr","upstream_status":"$upstream_status","reason":"$edge_reason",' +
                '"user_agent":"$http_user_agent"}',
            "log-format-escaping": "json",
            "error-log-level": "crit",
            "keepalive-timeout": "65s",
            keepalive: "16",
            "worker-processes": "2",
            "worker-connections": "4096",
            "worker-rlimit-nofile": "9216",
            "server-names-hash-bucket-size": "512",
            "map-hash-bucket-size": "512",
            "worker-shutdown-timeout": "60s",
        });
    });

    it('adds the headers of the security guide, "TLS Configuration Best Practices", and drops the applications\'', () => {
        assertHas(
            entries,
            'add_header Strict-Transport-Security "max-age=63072000; includeSubDomains; preload" always;',
            'add_header X-Frame-Options "DENY" always;',
            'add_header X-Content-Type-Options "nosniff" always;',
            'add_header X-XSS-Protection "0" always;',
            'add_header Referrer-Policy "strict-origin-when-cross-origin" always;',
            "proxy_hide_header Strict-Transport-Security;",
            "proxy_hide_header X-Frame-Options;",
            "proxy_hide_header X-Content-Type-Options;",
            "proxy_hide_header X-XSS-Protection;",
            "proxy_hide_header Referrer-Policy;",
            "proxy_hide_header Permissions-Policy;",
            "proxy_hide_header X-Powered-By;",
        );
    });

    it('sets up sessions as the security guide has them, "Session tickets", and the suites of TLS 1.3', () => {
        assertHas(
            entries,
            "ssl_session_tickets off;",
            "ssl_session_timeout 1d;",
            "ssl_session_cache shared:SSL:50m;",
            "ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256;",
        );
        assert.equal(entries["ssl-ciphers"], undefined);
        assert.ok(!entries["http-snippets"]?.includes("stapling"));
    });

    it("staples where there is a responder", () => {
        const stapling = configMapEntries({ ...settings, tls: { minVersion: "1.3", stapling: true } }, routes(), 1);
        assertHas(stapling, "ssl_stapling on;", "ssl_stapling_verify on;");
    });

    it('takes TLS 1.2 with the ciphers of the security guide, "Strong cipher suites", where it is asked for', () => {
        const older = configMapEntries({ ...settings, tls: { minVersion: "1.2", stapling: false } }, routes(), 1);
        assert.equal(older["ssl-protocols"], "TLSv1.2 TLSv1.3");
        assert.equal(
            older["ssl-ciphers"],
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384",
        );
    });

    it("believes nobody who the client is, unless there is a proxy", () => {
        const keys = ["proxy-protocol", "real-ip-header", "set-real-ip-from", "real-ip-recursive"];
        const of = (changes: object) => {
            const made = configMapEntries({ ...settings, ...changes }, routes(), 1);
            return keys.map((key) => made[key]);
        };
        const behindProxy = [undefined, "CF-Connecting-IP", "173.245.48.0/20,103.21.244.0/22", "true"];
        const privateRanges = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10";
        assert.deepEqual(of({}), [undefined, undefined, undefined, undefined]);
        assert.deepEqual(of({ proxy }), behindProxy);
        assert.deepEqual(of({ exposure: "aws-nlb" }), ["true", "proxy_protocol", privateRanges, undefined]);
        const loadBalancerSubnets = ["10.0.101.0/24", "10.0.102.0/24"];
        const known = ["true", "proxy_protocol", "10.0.101.0/24,10.0.102.0/24", undefined];
        assert.deepEqual(of({ exposure: "aws-nlb", loadBalancerSubnets }), known);
        assert.deepEqual(of({ exposure: "aws-nlb", proxy, loadBalancerSubnets }), behindProxy);
    });

    it("bounds how slowly and how much a client may send before it is known", () => {
        const limits = { zoneSize: "10m", headerTimeoutSeconds: 7, idleTimeoutSeconds: 8 };
        const made = configMapEntries({ ...settings, limits }, routes(), 1);
        assertHas(
            made,
            "client_header_timeout 7s;",
            "client_body_timeout 7s;",
            "send_timeout 7s;",
            "large_client_header_buffers 4 8k;",
        );
        assert.equal(made["keepalive-timeout"], "8s");
    });

    it("verifies the backends that serve TLS, each by its name", () => {
        assertHas(
            entries,
            "    kato.yourdomain.com kato.kato.svc;",
            "    auth.karima.com kratos.kratos.svc;",
            "    auth.ks-backend.cloud kratos.kratos.svc;",
            "proxy_ssl_verify on;",
            "proxy_ssl_trusted_certificate /etc/internal-authority/ca.crt;",
            "proxy_ssl_protocols TLSv1.3;",
            "proxy_ssl_server_name on;",
            "proxy_ssl_name $edge_backend_name;",
        );
        const plain = configMapEntries(settings, routes({ katoTls: false }), 1);
        assert.ok(!plain["http-snippets"]?.includes("    kato.yourdomain.com "));
    });

    it("tells when the next request fits", () => {
        assertHas(
            entries,
            String.raw`    "~*^REJECTED:kato\.yourdomain\.com/sessions" 1;`,
            String.raw`    "~*^REJECTED:kato\.yourdomain\.com/auth" 12;`,
            String.raw`    "~*^REJECTED:auth\.karima\.com/self-service/login/?$" 2;`,
            String.raw`    "~*^REJECTED:auth\.ks-backend\.cloud/self-service/verification/?$" 2;`,
            "add_header Retry-After $edge_retry_after always;",
        );
    });

    it("tells so of each pod's share, since the next request may reach the same pod", () => {
        const shared = configMapEntries(settings, routes(), 5);
        assertHas(
            shared,
            String.raw`    "~*^REJECTED:kato\.yourdomain\.com/sessions" 3;`,
            String.raw`    "~*^REJECTED:kato\.yourdomain\.com/auth" 60;`,
            String.raw`    "~*^REJECTED:auth\.karima\.com/self-service/login/?$" 10;`,
        );
    });

    it("refuses upgrades, ambiguous paths and misdirected requests on every host", () => {
        assert.deepEqual(directives(entries, "server-snippets"), [
            "if ($http_upgrade) { return 400; }",
            "if ($edge_ambiguous_path) { return 400; }",
            "if ($edge_misdirected) { return 421; }",
            "",
        ]);
    });

    it("has no quote that would end the log format, which the controller puts in single ones", () => {
        assert.ok(!entries["log-format"]?.includes("'"));
        assert.ok(!entries["log-format"]?.includes("\n"));
    });
});

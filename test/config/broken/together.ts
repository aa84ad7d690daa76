import type { BrokenStack } from "./broken-stack";

/** Settings that are wrong together. */
export const together: readonly BrokenStack[] = [
    {
        title: "the setup guide's own base URL: another site than the UI",
        patch: "kratos: { publicBaseUrl: https://auth.ks-backend.cloud/, additionalHosts: [], cookies: { domain: ks-backend.cloud } }",
        paths: ["kratos.publicBaseUrl"],
        says: [
            'found:    "https://auth.ks-backend.cloud/"',
            "https://karima.com: browsers do not send SameSite=Strict cookies to another site",
            "'kato-platform:kratos.publicBaseUrl' https://auth.karima.com/ ",
        ],
    },
    {
        title: "two names under the same public suffix, which are two sites",
        patch: `kratos:
  publicBaseUrl: https://a.co.uk/
  uiUrl: https://b.co.uk
  defaultReturnUrl: https://b.co.uk/
  cookies: { domain: a.co.uk }`,
        paths: ["kratos.publicBaseUrl"],
        says: ["https://b.co.uk: browsers", "https://auth.b.co.uk/"],
    },
    {
        title: "two names under a private suffix, which are two sites",
        patch: `kratos:
  publicBaseUrl: https://auth.github.io/
  uiUrl: https://karima.github.io
  defaultReturnUrl: https://karima.github.io/
  cookies: { domain: auth.github.io }`,
        paths: ["kratos.publicBaseUrl"],
        says: ["https://karima.github.io: browsers"],
    },
    {
        title: "http and https on one machine, which are two sites",
        base: "dev",
        patch: "kratos: { uiUrl: http://localhost:4455, defaultReturnUrl: http://localhost:4455/ }",
        paths: ["kratos.publicBaseUrl"],
        says: ["http instead of https", "http://localhost:4433/ --stack dev"],
    },
    {
        title: "a cookie domain for a public suffix",
        patch: "kratos: { publicBaseUrl: https://a.co.uk/, uiUrl: https://www.a.co.uk, defaultReturnUrl: https://www.a.co.uk/, cookies: { domain: co.uk } }",
        paths: ["kratos.cookies.domain"],
        says: ["anybody can register", "'kato-platform:kratos.cookies.domain' a.co.uk "],
    },
    {
        title: "no cookie domain for the two hosts of a department",
        patch: `kratos:
  publicBaseUrl: https://auth.login.karima.com/
  uiUrl: https://app.login.karima.com
  defaultReturnUrl: https://app.login.karima.com/
  cookies: { domain: null }`,
        paths: ["kratos.cookies.domain"],
        says: ["'kato-platform:kratos.cookies.domain' login.karima.com --stack prod"],
        hides: ["domain' karima.com"],
    },
    {
        title: "Kratos on another site than a department's UI",
        patch: `kratos:
  publicBaseUrl: https://auth.ks-backend.cloud/
  uiUrl: https://app.login.karima.com
  defaultReturnUrl: https://app.login.karima.com/
  additionalHosts: [auth.login.karima.com]
  cookies: { domain: null }`,
        paths: ["kratos.publicBaseUrl"],
        says: [
            "'kato-platform:kratos.publicBaseUrl' https://auth-2.login.karima.com/ --stack prod",
            "'kato-platform:kratos.cookies.domain' login.karima.com --stack prod",
        ],
    },
    {
        title: "a cookie domain that does not cover Kratos",
        patch: "kratos: { cookies: { domain: ks-backend.cloud } }",
        paths: ["kratos.cookies.domain"],
        says: ["covers auth.karima.com", "'kato-platform:kratos.cookies.domain' karima.com "],
    },
    {
        title: "the default cookie domain, which does not cover the UI",
        patch: "kratos: { cookies: { domain: null } }",
        paths: ["kratos.cookies.domain"],
        says: ["both auth.karima.com and the UI's host karima.com"],
    },
    {
        title: "a cookie domain that only ends in the same letters",
        patch: "kratos: { publicBaseUrl: https://notkarima.com/, uiUrl: https://www.notkarima.com, defaultReturnUrl: https://www.notkarima.com/ }",
        paths: ["kratos.cookies.domain"],
        says: ["covers notkarima.com"],
    },
    {
        title: "cookies that cross sites over http",
        base: "dev",
        patch: "kratos: { publicBaseUrl: http://localhost:4433/, cookies: { sameSite: None } }",
        paths: ["kratos.cookies.sameSite"],
        says: ["over https only"],
    },
    {
        title: "a return URL of another site",
        patch: "kratos: { defaultReturnUrl: https://evil.net/ }",
        paths: ["kratos.defaultReturnUrl"],
        says: ["a URL of the UI's site, https://karima.com"],
    },
    {
        title: "http to another machine in development",
        base: "dev",
        patch: "kratos: { allowedOrigins: [http://192.168.1.20:3000] }",
        paths: ["kratos.allowedOrigins[0]"],
        says: ["http, on localhost only"],
    },
    {
        title: "smtps on the port of STARTTLS",
        patch: "kratos: { smtp: { port: 587 } }",
        paths: ["kratos.smtp.port"],
        says: ["'kato-platform:kratos.smtp.port' 465 ", "'kato-platform:kratos.smtp.security' starttls "],
    },
    {
        title: "STARTTLS on the port of smtps",
        patch: "kratos: { smtp: { security: starttls } }",
        paths: ["kratos.smtp.port"],
        says: ["587 or 2525 with starttls", "'kato-platform:kratos.smtp.security' smtps "],
    },
    {
        title: "a mail server on the pod itself",
        patch: "kratos: { smtp: { host: localhost } }",
        paths: ["kratos.smtp.host"],
        says: ["localhost is the pod itself"],
    },
    {
        title: "an external database on the pod itself",
        patch: "postgres: { mode: external, storage: null, host: localhost, cidrs: [10.2.0.0/24], user: kratos }",
        paths: ["postgres.host"],
        says: ["localhost is the pod itself"],
    },
    {
        title: "a request above its limit",
        patch: "kratos: { resources: { cpu: { request: 1500m } } }",
        paths: ["kratos.resources.cpu.request"],
        says: ['found:    "1500m"', "at most the limit, 1"],
    },
    {
        title: "two private endpoints of one name",
        patch: `privateEndpoints:
  - { name: relay, cidrs: [10.1.2.3/32], port: 587, from: [kratos-courier] }
  - { name: relay, cidrs: [10.1.2.4/32], port: 587, from: [kratos-courier] }`,
        paths: ["privateEndpoints[1].name"],
        says: ["no other private endpoint has", "relay-2"],
    },
    {
        title: "an identity schema that is not there",
        patch: "kratos: { identitySchema: ./nowhere.json }",
        paths: ["kratos.identitySchema"],
        says: ['found:    "./nowhere.json"', "this file cannot be read"],
    },
    {
        title: "an identity schema without traits",
        patch: "kratos: { identitySchema: ./tsconfig.json }",
        paths: ["kratos.identitySchema"],
        says: ["properties.traits", "this file has none"],
    },
    {
        title: "an encrypted setting that must be known",
        patch: "kratos: { log: { level: plain-word }, smtp: { host: { secure: v1:c2VhbGVk } } }",
        paths: ["kratos", "kratos.log.level", "kratos.smtp.host"],
        says: [
            "found:    an encrypted value",
            "only `smtpPassword`, `postgresPassword`, `postgresMigrationPassword`, ",
        ],
        hides: ["c2VhbGVk", "plain-word"],
    },
    {
        title: "the cluster's own controller, in a namespace of the platform's",
        patch: `edge: { controller: { mode: existing, replicas: null, namespace: kato, ingressClass: nginx, podLabels: { app: nginx } }, exposure: null, loadBalancerSubnets: null }`,
        paths: ["edge.controller.namespace"],
        says: ['found:    "kato"', "a namespace other than kato and kratos, which are the platform's own"],
    },
    {
        title: "Traefik behind a proxy with a header that it does not read",
        patch: `edge: { controller: { mode: existing, kind: traefik, replicas: null, namespace: traefik, ingressClass: traefik, podLabels: { app: traefik } }, exposure: null, loadBalancerSubnets: null, proxy: { ranges: [173.245.48.0/20], realIpHeader: CF-Connecting-IP } }`,
        paths: ["edge.proxy.realIpHeader"],
        says: ["X-Forwarded-For, the only one that Traefik reads"],
    },
];

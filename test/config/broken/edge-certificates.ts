import type { BrokenStack } from "./broken-stack";

/** Where the certificates of the public hosts come from. What is wrong with a provided one is tried where it is examined. */
export const edgeCertificates: readonly BrokenStack[] = [
    {
        title: "test certificates",
        patch: "edge: { certificates: { issuer: letsencrypt-staging } }",
        paths: ["edge.certificates.issuer"],
        says: ["browsers do not trust test certificates", "edge.certificates.issuer' letsencrypt-prod --stack prod"],
    },
    {
        title: "the platform's own authority",
        patch: "edge: { certificates: { issuer: internal-ca, email: null } }",
        paths: ["edge.certificates.issuer"],
        says: ["letsencrypt-prod or provided: browsers do not trust the platform's own authority"],
    },
    {
        title: "the platform's own authority in staging",
        patch: "{ environment: staging, edge: { certificates: { issuer: internal-ca, email: null } } }",
        paths: ["edge.certificates.issuer"],
        says: ["browsers do not trust the platform's own authority"],
    },
    {
        title: "an authority that does not exist",
        patch: "edge: { certificates: { issuer: letsencrypt } }",
        paths: ["edge.certificates.issuer"],
        says: ["letsencrypt-prod, letsencrypt-staging, internal-ca, provided; did you mean `letsencrypt-prod`?"],
    },
    {
        title: "nobody to write to",
        patch: "edge: { certificates: { email: null } }",
        paths: ["edge.certificates.email"],
        says: ["an e-mail address, because the certificates come from Let's Encrypt"],
    },
    {
        title: "an address that is none",
        patch: "edge: { certificates: { email: admin } }",
        paths: ["edge.certificates.email"],
        says: ['found:    "admin"', "an e-mail address"],
    },
    {
        title: "what a provided certificate has no use for",
        patch: "edge: { certificates: { issuer: provided, solver: { type: http01 } } }",
        paths: ["edge.certificates.email", "edge.certificates.solver"],
        says: [
            "nothing with the issuer provided: only Let's Encrypt asks for it",
            "pulumi config rm --path 'kato-platform:edge.certificates.email' --stack prod",
        ],
    },
    {
        title: "what development's certificates have no use for",
        base: "dev",
        patch: "edge: { certificates: { email: admin@karima.com } }",
        paths: ["edge.certificates.email"],
        says: [
            "nothing with the issuer internal-ca",
            "config rm --path 'kato-platform:edge.certificates.email' --stack dev",
        ],
        hides: ["letsencrypt-prod"],
    },
    {
        title: "a proof by DNS without its role",
        patch: "edge: { certificates: { solver: { type: dns01 } } }",
        paths: ["edge.certificates.solver.region", "edge.certificates.solver.roleArn"],
        says: [
            "edge.certificates.solver.region' us-east-1 ",
            "edge.certificates.solver.roleArn' arn:aws:iam::111122223333:role/cert-manager ",
        ],
    },
    {
        title: "a proof by DNS with things that are none",
        patch: `edge:
  certificates:
    solver: { type: dns01, hostedZoneId: karima.com, region: virginia, roleArn: "arn:aws:iam::111122223333:user/a" }`,
        paths: [
            "edge.certificates.solver.hostedZoneId",
            "edge.certificates.solver.region",
            "edge.certificates.solver.roleArn",
        ],
        says: ["the id of a hosted zone", "an AWS region", "the ARN of an IAM role"],
    },
    {
        title: "a proof that does not exist",
        patch: "edge: { certificates: { solver: { type: tls-alpn01 } } }",
        paths: ["edge.certificates.solver.type"],
        says: ["accepted: http01 or dns01"],
    },
    {
        title: "a zone for a proof that needs none",
        patch: "edge: { certificates: { solver: { type: http01, hostedZoneId: Z01 } } }",
        paths: ["edge.certificates.solver.hostedZoneId"],
        says: ["`hostedZoneId` only with `edge.certificates.solver.type: dns01`"],
    },
    {
        title: "a proof on port 80 that is another port of each node",
        patch: "{ environment: staging, edge: { exposure: node-port } }",
        paths: ["edge.certificates.solver.type"],
        says: ["dns01 with `edge.exposure: node-port`", "edge.certificates.solver.type' dns01 "],
    },
    {
        title: "certificates of Let's Encrypt for a developer's machine",
        base: "dev",
        patch: `edge:
  certificates: { issuer: letsencrypt-staging, email: admin@karima.com, solver: { type: dns01, hostedZoneId: Z01, region: us-east-1, roleArn: "arn:aws:iam::111122223333:role/a" } }`,
        paths: ["kratos.publicBaseUrl", "edge.hosts.kato"],
        says: ["a public name, because the certificates come from Let's Encrypt", "issuer' internal-ca --stack dev"],
    },
    {
        title: "certificates of Let's Encrypt for names within a company",
        patch: "{ edge: { hosts: { kato: kato } }, kratos: { additionalHosts: [auth.karima.internal, auth.local] } }",
        paths: ["kratos.additionalHosts[0]", "kratos.additionalHosts[1]", "edge.hosts.kato"],
        says: ["a public name, because the certificates come from Let's Encrypt"],
    },
    {
        title: "the certificate and its key among the settings",
        patch: `edge: { certificates: { privateKey: "-----BEGIN PRIVATE KEY-----\\nplain-key", certificate: plain } }`,
        paths: ["edge.certificates.certificate", "edge.certificates.privateKey"],
        says: [
            "it is in two secrets",
            "pulumi config set --secret edgeCertificate --stack prod < chain.pem",
            "pulumi config set --secret edgePrivateKey --stack prod < kato.key",
        ],
        hides: ["plain-key"],
    },
    {
        title: "a key in plain text, which is not shown",
        patch: `{ edge: { certificates: { issuer: provided, email: null } }, edgePrivateKey: plain-key }`,
        paths: ["edgePrivateKey"],
        says: ["found:    plain text", "pulumi config set --secret edgePrivateKey --stack prod < kato.key"],
        hides: ["plain-key"],
    },
];

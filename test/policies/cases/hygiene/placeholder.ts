import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";

const issuer = (email: string): readonly PolicyResource[] => [
    {
        type: "kubernetes:cert-manager.io/v1:ClusterIssuer",
        name: "letsencrypt-prod",
        props: { metadata: { name: "letsencrypt-prod" }, spec: { acme: { email } } },
    },
];

export const placeholderCases: RuleCases = {
    rule: "placeholder",
    fails: [
        {
            what: "the guide's address, about to be deployed",
            resources: issuer("admin@yourdomain.com"),
            at: "spec.acme.email",
            deploys: true,
        },
        {
            what: "the guide's image",
            resources: [
                {
                    type: "kubernetes:core/v1:Pod",
                    name: "kato",
                    props: { spec: { containers: [{ image: "ghcr.io/your-org/kato:3.0.0" }] } },
                },
            ],
            at: "spec.containers[0].image",
            deploys: true,
        },
        {
            what: "the account of AWS' documentation, outside Kubernetes, in development too",
            resources: [
                {
                    type: "aws:s3/bucket:Bucket",
                    name: "b",
                    props: { kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" },
                },
            ],
            at: "kmsKeyId",
            deploys: true,
            development: true,
        },
    ],
    passes: [{ what: "an address of one's own", resources: issuer("admin@karima.com"), deploys: true }],
    nearMisses: [
        { what: "the guide's address in a preview", resources: issuer("admin@yourdomain.com") },
        { what: "names that resemble it", resources: issuer("yourorganics@testyourdomains.com"), deploys: true },
        {
            what: "the name of an identity schema",
            resources: [
                {
                    type: "kubernetes:core/v1:ConfigMap",
                    name: "kratos-config",
                    props: { data: { "identity.schema.json": '{"$id":"https://example.com/person.schema.json"}' } },
                },
            ],
            deploys: true,
        },
        { what: "a word for it", resources: issuer("for-example@latest.karima.com"), deploys: true },
    ],
};

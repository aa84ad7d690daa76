import type { BrokenStack } from "./broken-stack";

const endpoint = (fields: string) =>
    `privateEndpoints: [{ name: relay, cidrs: [10.1.2.3/32], port: 587, from: [kratos-courier] }]`.replace(
        /cidrs: \[[^\]]*\]/,
        fields,
    );

/** Addresses that a workload may reach. */
export const ranges: readonly BrokenStack[] = [
    {
        title: "an endpoint that is the whole internet",
        patch: endpoint("cidrs: [0.0.0.0/0]"),
        paths: ["privateEndpoints[0].cidrs[0]"],
        says: ['found:    "0.0.0.0/0"', "every address there is"],
    },
    {
        title: "an endpoint that is the whole internet of version 6",
        patch: endpoint(`cidrs: ["::/0"]`),
        paths: ["privateEndpoints[0].cidrs[0]"],
        says: ["every address there is"],
    },
    {
        title: "the cloud's metadata service",
        patch: endpoint("cidrs: [169.254.169.254/32]"),
        paths: ["privateEndpoints[0].cidrs[0]"],
        says: ["a range without 169.254.169.254"],
    },
    {
        title: "a range around the cloud's metadata service",
        patch: endpoint("cidrs: [10.1.2.3/32, 128.0.0.0/1]"),
        paths: ["privateEndpoints[0].cidrs[1]"],
        says: ["a range without 169.254.169.254"],
    },
    {
        title: "a range around the metadata service of version 6",
        patch: endpoint(`cidrs: ["fd00::/8"]`),
        paths: ["privateEndpoints[0].cidrs[0]"],
        says: ["a range without fd00:ec2::254"],
    },
    {
        title: "a range that is wider than it looks",
        patch: endpoint("cidrs: [10.1.2.3/8]"),
        paths: ["privateEndpoints[0].cidrs[0]"],
        says: ["`10.0.0.0/8`, or one address, `10.1.2.3/32`", "cidrs[0]' 10.1.2.3/32 --stack"],
    },
    {
        title: "an address without a prefix",
        patch: "cluster: { apiServer: { cidrs: [10.0.0.1] } }",
        paths: ["cluster.apiServer.cidrs[0]"],
        says: ["this one address is `10.0.0.1/32`", "cidrs[0]' 10.0.0.1/32 --stack"],
    },
    {
        title: "a prefix that is too long",
        patch: "cluster: { apiServer: { cidrs: [10.0.0.0/33] } }",
        paths: ["cluster.apiServer.cidrs[0]"],
        says: ["an address range in CIDR notation, IPv4 or IPv6"],
    },
    {
        title: "no range at all",
        patch: "cluster: { apiServer: { cidrs: [] } }",
        paths: ["cluster.apiServer.cidrs"],
        says: ["found:    an empty list", "a list with at least one item"],
    },
    {
        title: "a workload that does not exist",
        patch: "privateEndpoints: [{ name: relay, cidrs: [10.1.2.3/32], port: 587, from: [kratos-curier] }]",
        paths: ["privateEndpoints[0].from[0]"],
        says: [
            "kratos, kratos-courier, kratos-migrate, kratos-cleanup, kato, kato-retention; did you mean `kratos-courier`?",
        ],
    },
    {
        title: "an endpoint by a name that is no name",
        patch: "privateEndpoints: [{ name: Mail Relay, cidrs: [10.1.2.3/32], port: 587, from: [kratos] }]",
        paths: ["privateEndpoints[0].name"],
        says: ["lower-case letters, digits and dashes"],
    },
];

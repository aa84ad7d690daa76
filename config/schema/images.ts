import { z } from "zod";

/** A registry, or a namespace of it. */
const place = (example: string) =>
    z
        .string()
        .max(1024)
        .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
        .meta({ accepted: "a registry, or a registry and a path in it, without scheme and trailing slash", example });

const chart = (name: string) =>
    z
        .string()
        .max(1024)
        .regex(
            new RegExp(
                `^(oci://[a-z0-9][a-z0-9.-]*(:\\d{1,5})?(/[\\w.-]+)*/${name}|https://[^\\s/?#@]+(/[^\\s?#]*)?)$`,
            ),
        )
        .meta({
            accepted: `the address of the chart, \`oci://…/${name}\`, or of a chart repository, \`https://…\`, without user and password`,
            example: `oci://registry.acme.io/charts/${name}`,
        })
        .optional();

/** Where images and charts come from. */
export const images = z
    .strictObject({
        mirrors: z
            .array(
                z.strictObject({
                    from: place("docker.io").describe("A registry, or a namespace of it, as images name it in full."),
                    to: place("registry.acme.io/mirror/docker.io").describe(
                        "What stands there instead. Whoever may write there is trusted with all that the pods may read: the policy `image-registry` allows it.",
                    ),
                }),
            )
            .max(50)
            .default([])
            .describe(
                "None by default. Mirrors of registries: every image of the platform, of its charts and of KATO is pulled from there. Where several fit an image, the longest `from` counts.",
            ),
        charts: z
            .strictObject({
                certManager: chart("cert-manager")
                    .meta({ defaultText: "upstream's" })
                    .describe("Where cert-manager's chart is."),
                nginxIngress: chart("nginx-ingress")
                    .meta({ defaultText: "upstream's" })
                    .describe("Where the ingress controller's chart is."),
            })
            .prefault({})
            .describe("Where the charts come from. Whoever runs `pulumi up` fetches them."),
    })
    .prefault({})
    .describe(
        "Where images and charts come from, for clusters that reach a registry of your own only. A mirror's login is the nodes' affair.",
    );

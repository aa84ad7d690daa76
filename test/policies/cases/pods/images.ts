import type { Case, Change, RuleCases } from "../case";
import { certManager } from "../hygiene/releases";

const DIGEST = `@sha256:${"0123456789abcdef".repeat(4)}`;

/** An image that is run, and one that is mounted. */
function image(what: string, name: string): [Case, Case] {
    return [
        { what, container: { image: name }, at: "image" },
        {
            what: `${what}, mounted`,
            pod: { volumes: [{ name: "model", image: { reference: name } }] },
            at: "volumes[0].image.reference",
        },
    ];
}

/** An image that a chart is told to run. */
function ofChart(what: string, image: Change): Case & { readonly at: string } {
    const resources = [certManager({ values: { acmesolver: { image } } })];
    return { what: `${what}, of a chart`, resources, at: "values.acmesolver.image" };
}

function images(...names: readonly string[]): Case[] {
    return names.flatMap((name) => image(name, name)).map(({ at: _at, ...passing }) => passing);
}

/** Rules about images. */
export const imageCases: readonly RuleCases[] = [
    {
        rule: "image-tag",
        fails: [
            ...image("latest", "ghcr.io/your-org/app:latest"),
            ...image("no tag", "app"),
            ...image("an empty tag", "app:"),
            ...image("a port that is no tag", "registry.example:5000/app"),
            ...image("a digest that is none", "app@sha256:0"),
            ofChart("latest", { tag: "latest", digest: undefined }),
            ofChart("no tag", { tag: undefined, digest: undefined }),
            { what: "no image", container: { image: undefined }, at: "image" },
            { what: "not a text", container: { image: 1.25 }, at: "image" },
        ],
        passes: [
            { what: "a version", container: { image: "ghcr.io/your-org/app:1.2.3" } },
            {
                what: "of a chart",
                resources: [certManager({ values: { acmesolver: { image: { digest: undefined } } } })],
            },
        ],
        nearMisses: [
            ...images(
                `ghcr.io/your-org/app${DIGEST}`,
                `app:latest${DIGEST}`,
                "registry.example:5000/app:1",
                "latest/app:1.2.3-latest",
            ),
            { what: "a volume of another type", pod: { volumes: [{ name: "tmp", emptyDir: {} }] } },
        ],
    },
    {
        rule: "image-digest",
        fails: [
            ...image("a tag alone", "ghcr.io/your-org/app:1.2.3"),
            ...image("half a digest", "ghcr.io/your-org/app:1.2.3@sha256:0123"),
            ofChart("a tag alone", { digest: undefined }),
            ofChart("half a digest", { digest: "sha256:0123" }),
            ...image("a digest of another kind", `app:1@md5:${"0".repeat(32)}`),
        ],
        passes: [
            { what: "tag and digest", container: { image: `ghcr.io/your-org/app:1.2.3${DIGEST}` } },
            { what: "of a chart", resources: [certManager()] },
        ],
        nearMisses: [
            ...images(`app${DIGEST}`, `app@sha512:${"0".repeat(128)}`),
            {
                what: "a tag alone outside production",
                container: { image: "ghcr.io/your-org/app:1.2.3" },
                development: true,
            },
            { what: "no image, which is for `image-tag`", container: { image: undefined } },
        ],
    },
    {
        rule: "image-registry",
        fails: [
            ...image("a registry that nobody knows", "registry.attacker.example/oryd/kratos:v26.2.0"),
            ofChart("a registry that nobody knows", {
                repository: "registry.attacker.example/cert-manager-acmesolver",
            }),
            ofChart("somebody's namespace on Docker Hub", { repository: "bitnami/acmesolver" }),
            ...image("somebody's namespace on Docker Hub", "bitnami/postgresql:17"),
            ...image("the same, in full", "docker.io/bitnami/postgresql:17"),
            ...image("the same, under Docker Hub's old name", "index.docker.io/bitnami/postgresql:17"),
            ...image("a namespace that begins like an allowed one", "docker.io/oryd-mirror/kratos:1"),
            ...image("another repository of a namespace of which one is allowed", "docker.io/jmalloc/other:1"),
            ...image("a registry that begins like an allowed one", "ghcr.io.attacker.example/app:1"),
            ...image("a registry that ends like an allowed one", "attacker.example/ghcr.io/app:1"),
            ...image("another port of an allowed registry", "quay.io:8443/jetstack/cert-manager:1"),
            ...image("no port where one is meant", "registry.karima.com/team/kato:1"),
            ...image("an allowed host in capitals, which is none", "GHCR.IO/your-org/app:1"),
            ...image("a cloud's pattern with something behind", "a.dkr.ecr.b.amazonaws.com.attacker.example/app:1"),
            ...image("a cloud's pattern over two labels", "a.attacker.example.azurecr.io/app:1"),
            ...image("a registry without a dot, called like an allowed namespace", "library:5000/redis:8"),
            ...image("a registry that only looks like an allowed one", "registry-k8s.io/pause:3.10"),
            ...image("this machine", "localhost/app:1"),
        ],
        passes: [{ what: "one from the list", container: { image: "ghcr.io/your-org/app:1.2.3" } }],
        nearMisses: [
            ...images(
                "redis",
                "redis:8.10.2-trixie",
                "library/redis:8",
                "docker.io/redis:8",
                "index.docker.io/library/redis:8",
                "oryd/kratos:v26.2.0",
                `docker.io/jmalloc/echo-server${DIGEST}`,
                "percona/percona-server-mongodb:8.0.32-14",
                "mongodb/mongodb-enterprise-server:7.0.11-ubuntu2204",
                "qdrant/qdrant:v1.19.1-unprivileged",
                "quay.io/jetstack/cert-manager-controller:v1.21.1",
                "registry.k8s.io/pause:3.10",
                "public.ecr.aws/docker/library/redis:8",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app:1",
                "europe-west3-docker.pkg.dev/project/team/app:1",
                "karima.azurecr.io/app:1",
                "registry.karima.com:5000/team/kato:3.1.0",
            ),
            { what: "no image, which is for `image-tag`", container: { image: undefined } },
        ],
    },
];

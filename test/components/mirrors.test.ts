import assert from "node:assert/strict";
import { promised } from "../../cli/verify/promised";
import { mirrored } from "../../images";
import { load } from "../config/stacks";
import { mandatory, previewOf } from "../support/preview";

/** An air-gapped cluster's stack file. */
const AIR_GAPPED = `
images:
    mirrors:
        - { from: docker.io, to: registry.acme.io/mirror/hub }
        - { from: docker.io/library, to: "registry.acme.io:5000/official" }
        - { from: quay.io, to: registry.acme.io/mirror/quay }
        - { from: ghcr.io, to: registry.acme.io/mirror/github }
    charts:
        certManager: https://charts.acme.io/jetstack
        nginxIngress: oci://registry.acme.io/charts/nginx-ingress
`;

/** Every image that stands anywhere in what is deployed. */
function imagesIn(value: unknown): string[] {
    if (Array.isArray(value)) return value.flatMap(imagesIn);
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, at]: [string, unknown]) => {
        if (key !== "image") return imagesIn(at);
        const { repository, tag } = at as { repository?: string; tag?: string };
        return [typeof at === "string" ? at : `${repository ?? ""}:${tag ?? ""}`];
    });
}

describe("mirrors", () => {
    for (const base of ["dev", "prod"] as const) {
        it(`hold every image of ${base}, of its charts too, and the policies follow`, async () => {
            const [upstream, here] = [await previewOf(base), await previewOf(base, AIR_GAPPED)];
            const before = upstream.resources.flatMap(({ inputs }) => imagesIn(inputs));
            const after = here.resources.flatMap(({ inputs }) => imagesIn(inputs));
            assert.ok(after.length > 15);
            assert.equal(after.length, before.length);
            assert.deepEqual(after.filter((image) => !/^registry\.acme\.io(:5000)?\//.test(image)), []); // prettier-ignore
            assert.ok(after.some((image) => /^registry\.acme\.io:5000\/official\/postgres:\d/.test(image)));
            assert.ok(
                after.some((image) => image.startsWith("registry.acme.io/mirror/quay/jetstack/cert-manager-webhook:v")),
            );
            assert.ok(after.some((image) => image.startsWith("registry.acme.io/mirror/hub/nginx/nginx-ingress:")));
            assert.deepEqual(mandatory(here), mandatory(upstream));
        });
    }

    it("leave the program's own objects as they are", async () => {
        const names = ({ entries }: Awaited<ReturnType<typeof previewOf>>) => entries.map(({ name }) => name);
        assert.deepEqual(names(await previewOf("dev", AIR_GAPPED)), names(await previewOf("dev")));
    });

    it("have the charts as well", async () => {
        const { resources } = await previewOf("prod", AIR_GAPPED);
        const charts = resources.filter(({ type }) => type.endsWith(":Release")).map(({ inputs }) => inputs);
        assert.deepEqual(
            charts.map(({ chart, repositoryOpts }) => [chart, repositoryOpts]),
            [
                ["cert-manager", { repo: "https://charts.acme.io/jetstack" }],
                ["oci://registry.acme.io/charts/nginx-ingress", undefined],
            ],
        );
    });

    it("serve the probes of npm run verify", () => {
        assert.equal(promised(load("dev", AIR_GAPPED)).probeImage, "registry.acme.io:5000/official/busybox:1.37.0");
    });
});

describe("mirrored", () => {
    const mirrors = [{ from: "docker.io/library", to: "m.io/x" }];
    for (const [image, there] of [
        ["redis:8", "m.io/x/redis:8"],
        ["library/redis:8", "m.io/x/redis:8"],
        ["docker.io/library/redis:8@sha256:1", "m.io/x/redis:8@sha256:1"],
        ["docker.io/library2/redis:8", "docker.io/library2/redis:8"],
        ["docker.io:5000/library/redis:8", "docker.io:5000/library/redis:8"],
        ["registry.acme.io/library/redis:8", "registry.acme.io/library/redis:8"],
    ] as const) {
        it(`of ${image} is ${there}`, () => assert.equal(mirrored(image, mirrors), there));
    }
});

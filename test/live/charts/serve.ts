import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { definitions } from "../../cluster/support/definitions";
import { certificate, keyPem } from "../../support/pki";
import { command } from "../cluster/command";

/** A repository of the charts beside this file, for Helm. */
export interface ChartRepository {
    readonly url: string;
    /** File of the authority that its certificate is of. */
    readonly authority: string;
    readonly stop: () => void;
}

/** Which chart brings the definitions of which group. */
const GROUPS: Readonly<Record<string, RegExp>> = {
    "cert-manager": /(^|\.)cert-manager\.io$/,
    "nginx-ingress": /^k8s\.nginx\.org$/,
};

/**
 * Packs the charts with the real custom resource definitions and serves them on loopback.
 *
 * @param folder Where they are packed.
 */
export async function serveCharts(folder: string): Promise<ChartRepository> {
    const crds = await definitions([
        { chart: "cert-manager", version: "v1.21.1" },
        { chart: "oci://ghcr.io/nginx/charts/nginx-ingress", version: "2.6.4" },
    ]);
    const entries: Record<string, object[]> = {};
    for (const [name, group] of Object.entries(GROUPS)) {
        const chart = join(folder, name);
        cpSync(join(__dirname, name), chart, { recursive: true });
        mkdirSync(join(chart, "crds"));
        const own = crds.filter(({ spec }) => group.test((spec as { group: string }).group));
        writeFileSync(join(chart, "crds/all.yaml"), own.map((crd) => stringify(crd)).join("---\n"));
        const archive = join(folder, `${name}.tgz`);
        command("tar", "--create", "--gzip", "--file", archive, "--directory", folder, name);
        const about = parse(readFileSync(join(chart, "Chart.yaml"), "utf8")) as object;
        entries[name] = [{ ...about, urls: [basename(archive)] }];
    }
    writeFileSync(join(folder, "index.yaml"), stringify({ apiVersion: "v1", entries }));
    return await serve(folder);
}

async function serve(folder: string): Promise<ChartRepository> {
    const from = new Date(Date.now() - 60_000);
    const to = new Date(Date.now() + 24 * 3600_000);
    const authority = certificate({ name: "charts", authority: true, from, to });
    const own = certificate({ name: "charts", hosts: ["localhost"], issuer: authority, from, to });
    writeFileSync(join(folder, "authority.pem"), authority.pem);
    const server: Server = createServer({ cert: own.pem, key: keyPem(own.key) }, ({ url = "/" }, response) => {
        const name = url.slice(1);
        if (readdirSync(folder).includes(name)) {
            response.end(readFileSync(join(folder, name)));
        } else {
            response.writeHead(404).end();
        }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return {
        url: `https://localhost:${String(port)}/`,
        authority: join(folder, "authority.pem"),
        stop: () => void server.close(),
    };
}

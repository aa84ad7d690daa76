import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { fullName } from "../../../kubernetes/image";
import { resolveTool } from "../../../tools/build";
import { mongoshFolder } from "../../servers/mongodb/mongosh";
import { PAUSE_IMAGE } from "../cluster/node-agents";
import { type Image, layerOf } from "./archive";
import { baseLayer } from "./base";

export const DNS_IMAGE = "registry.k8s.io/coredns/coredns:v1.14.7";

/** What is in an image besides Debian, and how it starts where a pod says nothing. */
interface Recipe {
    /** Puts files below a folder that becomes the image's root. */
    readonly add?: (root: string) => void;
    readonly entrypoint?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** Who runs it where a pod names nobody. */
    readonly user?: string;
}

/** By repository. The tag is the one that the manifests name, whatever is inside. */
const RECIPES: Readonly<Record<string, Recipe>> = {
    "docker.io/library/postgres": { env: { PATH: "/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/sbin:/bin" } },
    "docker.io/library/redis": {},
    "docker.io/library/alpine": {},
    "docker.io/library/busybox": { add: addBusybox },
    "docker.io/library/nginx": { add: addNginx },
    "docker.io/library/mongo": { add: addMongodb },
    "docker.io/percona/percona-server-mongodb": { add: addMongodb },
    "docker.io/qdrant/qdrant": { add: (root) => bundle("qdrant", join(root, "qdrant", "qdrant")) },
    "docker.io/oryd/kratos": { add: addKratos, entrypoint: ["/usr/local/bin/kratos"] },
    "docker.io/jmalloc/echo-server": tool("echo-server"),
    "docker.io/nginx/nginx-ingress": {
        add: (root) => bundle("nginx-ingress", join(root, "nginx-ingress")),
        entrypoint: ["/nginx-ingress"],
    },
    "quay.io/jetstack/cert-manager-controller": { ...tool("cert-manager-controller"), user: "1000" },
    "registry.k8s.io/coredns/coredns": tool("coredns"),
};

/** An image with one of our tools in it. */
function tool(name: string): Recipe {
    return {
        add: (root) => {
            mkdirSync(join(root, "usr/local/bin"), { recursive: true });
            cpSync(resolveTool(name), join(root, "usr/local/bin", name));
        },
        entrypoint: [`/usr/local/bin/${name}`],
    };
}

/** Upstream's has the stream module built in, Debian's loads it. */
function addNginx(root: string): void {
    const folder = join(root, "usr/local/bin");
    mkdirSync(folder, { recursive: true });
    const load = "load_module /usr/lib/nginx/modules/ngx_stream_module.so;";
    writeFileSync(join(folder, "nginx"), `#!/bin/sh\nexec /usr/sbin/nginx -g '${load}' "$@"\n`, { mode: 0o755 });
}

/** Debian's has no links, and an `nc` without `-z`: that is OpenBSD's here. */
function addBusybox(root: string): void {
    mkdirSync(join(root, "usr/local/bin"), { recursive: true });
    symlinkSync("/bin/busybox", join(root, "usr/local/bin/httpd"));
}

function addKratos(root: string): void {
    const folder = join(root, "usr/local/bin");
    mkdirSync(folder, { recursive: true });
    cpSync(resolveTool("kratos"), join(folder, "kratos-v1.3.1"));
    cpSync(join(__dirname, "stand-ins/kratos.sh"), join(folder, "kratos"));
    chmodSync(join(folder, "kratos"), 0o755);
}

function addMongodb(root: string): void {
    bundle("mongod", join(root, "usr/local/bin/mongod"));
    const folder = "/usr/local/lib/mongosh";
    cpSync(mongoshFolder(), join(root, folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
    const start = `#!/bin/sh\nexec node ${folder}/node_modules/.bin/mongosh "$@"\n`;
    writeFileSync(join(root, "usr/local/bin/mongosh"), start, { mode: 0o755 });
}

/** A stand-in as one file that Node runs. */
function bundle(name: string, file: string): void {
    buildSync({
        entryPoints: [join(__dirname, "stand-ins", `${name}.ts`)],
        outfile: file,
        bundle: true,
        platform: "node",
        target: "node20",
        banner: { js: "#!/usr/bin/env node" },
        logLevel: "error",
    });
    chmodSync(file, 0o755);
}

/** Whether an image of this name can be made. */
export function hasRecipe(name: string): boolean {
    return repositoryOf(name) in RECIPES;
}

function repositoryOf(name: string): string {
    return fullName(name)
        .replace(/@.*$/, "")
        .replace(/:[^/:]*$/, "");
}

/**
 * The images of these names.
 *
 * @param folder Where layers are made.
 * @throws Error naming what there is no recipe for
 */
export function images(names: readonly string[], folder: string): Image[] {
    const layers = new Map<string, string>();
    const base = baseLayer();
    return names.map((name) => {
        const repository = repositoryOf(name);
        const recipe = RECIPES[repository];
        if (recipe === undefined) {
            throw new Error(`There is no recipe for the image ${name}: add one to test/live/images/recipes.ts.`);
        }
        const { add, entrypoint, env, user } = recipe;
        if (add !== undefined && !layers.has(repository)) {
            const root = join(folder, repository.replaceAll("/", "_"));
            mkdirSync(root, { recursive: true });
            add(root);
            layers.set(repository, layerOf(root, `${root}.tar`));
        }
        const own = layers.get(repository);
        return {
            name,
            layers: own === undefined ? [base] : [base, own],
            entrypoint,
            env,
            user,
        };
    });
}

/** The image of each pod's first container: one static program. */
export function pauseImage(folder: string): Image {
    const root = join(folder, "pause");
    mkdirSync(root, { recursive: true });
    cpSync(resolveTool("pause"), join(root, "pause"));
    return { name: PAUSE_IMAGE, layers: [layerOf(root, `${root}.tar`)], entrypoint: ["/pause"] };
}

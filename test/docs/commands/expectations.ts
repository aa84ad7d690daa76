import type { Kubectl } from "./kubectl";
import { atPath, type Deployed, type Pods } from "./platform";

/** Made by cert-manager while it works on a Certificate, or by the cluster. */
const passing = ["challenge", "order", "certificaterequest", "events", "namespace"];

/** What is there only after what the page tells: a test issuer's account, and the pod of the page's own manifest. */
const later = ["cert-manager/secret/letsencrypt-staging", "kato/pod/redis-repair"];

const withPods = ["pod", "deployment", "statefulset"];

/** What a kubectl command takes for granted. */
export class Expectations {
    constructor(
        private readonly deployed: Deployed,
        private readonly command: Kubectl,
    ) {}

    /** What of it a deployed stack does not have. */
    missing(): string[] {
        const { namespace, objects, selector, container, verb, ports } = this.command;
        if (verb === "apply") return [];
        if (namespace !== undefined && !this.deployed.namespaces.has(namespace)) return [`namespace ${namespace}`];
        const where = namespace ?? "_cluster";
        if (objects.length === 0 && selector === undefined) return ["an object"];
        const pods = [
            ...objects
                .map(([kind, name]) => this.#podsOf(where, kind, name ?? ""))
                .filter((found) => found !== undefined),
            ...(selector === undefined ? [] : this.deployed.selected(where, selector)),
        ];
        return [
            ...objects.flatMap(([kind, name]) => this.#object(where, kind, name)),
            ...(selector === undefined || pods.length > 0 ? [] : [`pods with ${selector}`]),
            ...(container === undefined || pods.some((each) => has(each, container)) ? [] : [`container ${container}`]),
            ...ports.filter((port) => !pods.some((each) => listens(each, Number(port)))).map((port) => `port ${port}`),
            ...this.#files(pods),
            ...this.#output(where),
        ];
    }

    #podsOf(namespace: string, kind: string, name: string): Pods | undefined {
        return withPods.includes(kind) ? this.deployed.pods(namespace, kind, name) : undefined;
    }

    #object(namespace: string, typed: string, name: string | undefined): string[] {
        const kind = typed.replace(/(?<=pod|certificate|challenge|networkpolic)(s|ies)$/, "");
        const id = `${namespace}/${kind}/${name ?? ""}`;
        if (passing.includes(kind) || later.includes(id) || (kind === "pod" && name === undefined)) return [];
        if (kind === "pod") return this.deployed.pods(namespace, kind, name ?? "") === undefined ? [id] : [];
        if (kind === "secret") {
            return name === "$" || this.deployed.secretKeys(namespace, name ?? "") !== undefined ? [] : [id];
        }
        const found = this.deployed.ofKind(kind, namespace);
        return found.some((object) => name === undefined || object.name === name) ? [] : [id];
    }

    /** Whoever names a file in a pod means one of a volume; images are not looked into. */
    #files(pods: readonly Pods[]): string[] {
        const { inside, container } = this.command;
        const mounted = pods.flatMap(({ containers }) =>
            containers
                .filter(({ name }) => container === undefined || name === container)
                .flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath)),
        );
        if (mounted.length === 0) return [];
        const paths = inside.flatMap((word) =>
            [...word.matchAll(/(?<![\w$./@?:*])\/(?:[\w.-]+\/?)+/g)].map(([path]) => path),
        );
        return paths.filter((path) => !mounted.some((mount) => path === mount || path.startsWith(`${mount}/`)));
    }

    /** Keys of Secrets, and places in manifests that are found by their number. */
    #output(namespace: string): string[] {
        const { output = "", objects, verb } = this.command;
        const paths = [...output.matchAll(/\{(\.[^}"]*(?:"[^"]*"[^}"]*)*)\}/g)].map(([, path = ""]) => path);
        if (verb !== "get" || paths.length === 0) return [];
        const [kind, name = ""] = objects[0] ?? ["", ""];
        return paths.filter((path) => {
            // What the cluster writes is not in the manifest.
            if (path.startsWith(".status")) return false;
            if (kind !== "secret") {
                const object = this.deployed.ofKind(kind, namespace).find((each) => each.name === name);
                return typeof atPath(object?.body, path) !== "string";
            }
            const key = path.replace(/^\.data\./, "").replace(/\\/g, "");
            const secrets = name === "$" ? this.deployed.secrets(namespace) : [name];
            return !secrets.some((each) => this.deployed.secretKeys(namespace, each)?.includes(key));
        });
    }
}

function has({ containers }: Pods, name: string): boolean {
    return containers.some((container) => container.name === name);
}

function listens({ containers }: Pods, port: number): boolean {
    return containers.some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === port));
}

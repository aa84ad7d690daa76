import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { certificate, type Certificate, keyPem } from "../../support/pki";
import { API_SERVER, API_SERVICE_ADDRESS, KUBECONFIG, LINK, NODE_NAME, path } from "./layout";

const SERVER = "1.3.6.1.5.5.7.3.1";
const CLIENT = "1.3.6.1.5.5.7.3.2";
const DAY = 24 * 60 * 60 * 1000;

/** The authorities, certificates and kubeconfigs of all parts, as files in the cluster's folder. */
export function writeCertificates(): void {
    const from = new Date(Date.now() - DAY);
    const to = new Date(Date.now() + 30 * DAY);
    const authority = (name: string): Certificate => {
        const made = certificate({ name, authority: true, from, to });
        writeFileSync(path(`${name}.crt`), made.pem);
        return made;
    };
    const cluster = authority("ca");
    const frontProxy = authority("front-proxy-ca");

    const server = (file: string, name: string, hosts: readonly string[], organization?: string): void => {
        write(
            file,
            certificate({ name, hosts, usages: [SERVER], issuer: cluster, from, to, ...given({ organization }) }),
        );
    };
    const client = (file: string, name: string, issuer: Certificate, organization?: string): Certificate => {
        const made = certificate({ name, usages: [CLIENT], issuer, from, to, ...given({ organization }) });
        write(file, made);
        return made;
    };

    server("apiserver", "kube-apiserver", [
        LINK.inside.address,
        API_SERVICE_ADDRESS,
        "127.0.0.1",
        ...["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
    ]);
    server("kubelet", `system:node:${NODE_NAME}`, [NODE_NAME, LINK.inside.address], "system:nodes");
    client("apiserver-kubelet-client", "kube-apiserver", cluster, "system:masters");
    client("front-proxy-client", "front-proxy-client", frontProxy);
    writeServiceAccountKeys();

    const kubeconfig = (name: string, user: string, organization?: string): void => {
        const made = client(name, user, cluster, organization);
        writeKubeconfig(path(`${name}.kubeconfig`), cluster, made);
    };
    kubeconfig("controller-manager", "system:kube-controller-manager");
    kubeconfig("scheduler", "system:kube-scheduler");
    kubeconfig("node", `system:node:${NODE_NAME}`, "system:nodes");
    kubeconfig("network", "network", "system:masters");
    writeKubeconfig(KUBECONFIG, cluster, client("administrator", "administrator", cluster, "system:masters"));
}

function given(fields: { organization: string | undefined }): { organization?: string } {
    return fields.organization === undefined ? {} : { organization: fields.organization };
}

function write(file: string, { pem, key }: Certificate): void {
    writeFileSync(path(`${file}.crt`), pem);
    writeFileSync(path(`${file}.key`), keyPem(key, "sec1"), { mode: 0o600 });
}

/** The controller manager signs tokens of ServiceAccounts, the API server checks them. */
function writeServiceAccountKeys(): void {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(path("service-accounts.key"), privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
}

function writeKubeconfig(file: string, authority: Certificate, { pem, key }: Certificate): void {
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const cluster = { server: API_SERVER, "certificate-authority-data": base64(authority.pem) };
    const user = { "client-certificate-data": base64(pem), "client-key-data": base64(keyPem(key, "sec1")) };
    const content = {
        apiVersion: "v1",
        kind: "Config",
        clusters: [{ name: "kato-live", cluster }],
        users: [{ name: "kato-live", user }],
        contexts: [{ name: "kato-live", context: { cluster: "kato-live", user: "kato-live" } }],
        "current-context": "kato-live",
    };
    writeFileSync(file, JSON.stringify(content, null, 4), { mode: 0o600 });
}

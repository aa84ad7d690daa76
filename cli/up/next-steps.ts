import { ownDialect } from "../../components/edge/dialects";
import { APPLICATION, IDENTITY } from "../../components/namespaces";
import { publicAddresses } from "../../components/public-addresses";
import type { Config } from "../../config";
import { style, type Output } from "../shared/terminal";

/** What a user wants to know once the platform is up: where things are and what to do next. */
export function printNextSteps(output: Output, config: Config, context: string, passphraseFile: string): void {
    const { bold } = style(output);
    const inNamespace = (namespace: string): string => `kubectl --context ${context} --namespace ${namespace}`;
    const [kubectl, inKato] = [inNamespace(IDENTITY), inNamespace(APPLICATION)];
    const stack = config.stack === "dev" ? "" : ` -- --stack ${config.stack}`;
    const { kato, kratos } = publicAddresses(config);
    const sections: readonly (readonly [string, readonly string[]])[] = [
        ["Kratos and KATO, by the edge", [...kratos, kato, wayIn(config, inNamespace)]],
        ["KATO's API keys", [`\`API_KEYS\` in the Secret kato-secrets-…: ${inKato} get secrets`]],
        ["Kratos for administration", [`${kubectl} port-forward service/kratos-admin 4434`]],
        [
            "The authority that browsers must trust",
            [`${kubectl} get secret kratos-tls --output jsonpath='{.data.ca\\.crt}' | base64 --decode`],
        ],
        [
            "Secrets",
            [`${kubectl} get secrets`, `The state has them too, encrypted. ${passphraseFile} decrypts it: keep it.`],
        ],
        ["Is it what was promised?", [`npm run verify${stack}`]],
        ["Remove all of it", [`npm run down${stack}`]],
    ];
    output.write("\n");
    for (const [title, lines] of sections) {
        output.write(`${bold(title)}\n${lines.map((line) => `    ${line}\n`).join("")}`);
    }
}

/** How a client gets to the edge: by a tunnel where it has no address of its own, else by the address it shows. */
function wayIn({ edge, kratos }: Config, inNamespace: (namespace: string) => string): string {
    const { controller, exposure } = edge;
    if (controller.mode === "existing") {
        return `${inNamespace(controller.namespace)} get services    # the hosts must lead to your controller's`;
    }
    const { service, workload } = ownDialect.own;
    const kubectl = inNamespace(workload.namespace);
    return exposure === "node-port"
        ? `${kubectl} port-forward service/${service} ${new URL(kratos.publicBaseUrl).port || "443"}:443`
        : `${kubectl} get service ${service}    # the hosts must lead to its EXTERNAL-IP`;
}

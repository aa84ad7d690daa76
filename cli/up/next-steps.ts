import type { Config } from "../../config";
import { style, type Output } from "../shared/terminal";

/** What a user wants to know once the platform is up: where things are and what to do next. */
export function printNextSteps(output: Output, config: Config, context: string, passphraseFile: string): void {
    const { bold } = style(output);
    const inNamespace = (namespace: string): string => `kubectl --context ${context} --namespace ${namespace}`;
    const [kubectl, inKato] = [inNamespace("kratos"), inNamespace("kato")];
    const stack = config.stack === "dev" ? "" : ` -- --stack ${config.stack}`;
    const { port } = new URL(config.kratos.publicBaseUrl);
    const sections: readonly (readonly [string, readonly string[]])[] = [
        [
            "Kratos for browsers",
            [config.kratos.publicBaseUrl, `${kubectl} port-forward service/kratos ${port || "443"}:4433`],
        ],
        [
            "KATO",
            [
                "http://localhost:8000/",
                `${inKato} port-forward service/kato 8000:80`,
                `Its API keys: \`API_KEYS\` in the Secret kato/kato-secrets-…`,
            ],
        ],
        ["Kratos for administration", [`${kubectl} port-forward service/kratos-admin 4434`]],
        [
            "The authority that browsers must trust",
            [`${kubectl} get secret kratos-tls --output jsonpath='{.data.ca\\.crt}' | base64 --decode`],
        ],
        [
            "Secrets",
            [
                `${kubectl} get secrets`,
                `${inKato} get secrets`,
                `The state has them too, encrypted. ${passphraseFile} decrypts it: keep it.`,
            ],
        ],
        ["Remove all of it", [`npm run down${stack}`]],
    ];
    output.write("\n");
    for (const [title, lines] of sections) {
        output.write(`${bold(title)}\n${lines.map((line) => `    ${line}\n`).join("")}`);
    }
}

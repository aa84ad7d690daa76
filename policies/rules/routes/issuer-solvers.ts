import type { Field } from "../../../kubernetes/field";
import { type Finding, judged, type Rule } from "../../engine/rule";

export const issuerSolvers: Rule = {
    id: "issuer-solvers",
    title: "ClusterIssuers serve named hosts, by solvers inside the cluster",
    description:
        "A ClusterIssuer serves every namespace: unless its solvers name hosts, whoever may create a Certificate anywhere can have one for any host that leads here. The Services of HTTP-01 solvers open a port on every node unless they are told otherwise.",
    level: "advisory",
    severity: "medium",
    references: [
        { title: "cert-manager: ACME solver selectors", url: "https://cert-manager.io/docs/configuration/acme/" },
        {
            title: "cert-manager: HTTP-01, serviceType",
            url: "https://cert-manager.io/docs/configuration/acme/http01/",
        },
    ],
    remediation: "Add `selector: { dnsNames: […] }` to each solver, and `serviceType: ClusterIP` to `http01.ingress`.",
    kinds: ["ClusterIssuer.cert-manager.io"],
    check({ props }) {
        const solvers = props.at("spec", "acme", "solvers").items();
        return solvers.flatMap((solver) => [
            ...judged(() => judgeSelector(solver)),
            ...["ingress", "gatewayHTTPRoute"].flatMap((by) => judged(() => judgeService(solver.at("http01", by)))),
        ]);
    },
};

function judgeSelector(solver: Field): Finding | undefined {
    const at = solver.at("selector");
    const names = [...at.at("dnsNames").items(), ...at.at("dnsZones").items()];
    return names.length > 0 || at.at("matchLabels").entries().length > 0
        ? undefined
        : { at, expected: "the hosts that it is for", write: "selector: { dnsNames: [kato.yourdomain.com] }" };
}

function judgeService(http01: Field): Finding | undefined {
    const at = http01.at("serviceType");
    return !http01.isSet || at.value === "ClusterIP"
        ? undefined
        : { at, expected: '"ClusterIP"', write: "serviceType: ClusterIP" };
}

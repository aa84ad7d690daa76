import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { ISSUERS, PUBLIC_DIRECTORIES } from "./issuers";

export const issuerAuthority: Rule = {
    id: "issuer-authority",
    title: "Issuers ask a known authority, over verified TLS",
    description:
        "Who is asked decides who can have a certificate for a host. In production that is one of the public authorities; a test environment's certificates nobody trusts, and a directory nobody knows may be anybody's.",
    level: "mandatory",
    severity: "high",
    references: [
        seed(
            "KATO security guide",
            "Kubernetes with cert-manager: `server: https://acme-v02.api.letsencrypt.org/directory`",
        ),
        { title: "cert-manager: ACME issuers", url: "https://cert-manager.io/docs/configuration/acme/" },
    ],
    remediation:
        "Write the production directory of Let's Encrypt or of another public authority; leave `skipTLSVerify` out.",
    kinds: ISSUERS,
    check(object, context) {
        return [
            ...judged(() => judgeDirectory(object, context)),
            ...judged(() => judgeVerification(object)),
            ...["vault", "venafi"].flatMap((kind) => judged(() => judgeServer(object, kind))),
        ];
    },
};

function judgeDirectory({ props }: PolicyObject, { live }: Context): Finding | undefined {
    const acme = props.at("spec", "acme");
    const at = acme.at("server");
    const { value } = at;
    const isHttps = typeof value === "string" && value.startsWith("https://");
    if (!acme.isSet || (isHttps && (!live || PUBLIC_DIRECTORIES.includes(value)))) {
        return undefined;
    }
    return {
        at,
        expected: live ? "the production directory of a public authority" : "an https address",
        write: "server: https://acme-v02.api.letsencrypt.org/directory",
    };
}

function judgeVerification({ props }: PolicyObject): Finding | undefined {
    const at = props.at("spec", "acme", "skipTLSVerify");
    return at.value === true ? { at, expected: "false or nothing", write: "skipTLSVerify: false" } : undefined;
}

function judgeServer({ props }: PolicyObject, kind: string): Finding | undefined {
    const at = kind === "vault" ? props.at("spec", kind, "server") : props.at("spec", kind, "tpp", "url");
    const { value } = at;
    return value === undefined || (typeof value === "string" && value.startsWith("https://"))
        ? undefined
        : { at, expected: "an https address", write: "https://…" };
}

import { aws } from "../references";
import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";

const AWS = "pulumi:providers:aws";
const KUBERNETES = "pulumi:providers:kubernetes";

export const providerSettings: Rule = {
    id: "provider-settings",
    title: "Providers verify whom they talk to, and their credentials are not written down",
    description:
        "Everything else goes through the providers: one that accepts any certificate hands every secret to whoever stands in between, and one that uses whatever context is current may deploy production into another cluster.",
    level: "mandatory",
    severity: "high",
    references: [
        aws("Security best practices in IAM: temporary credentials", "IAM/latest/UserGuide/best-practices.html"),
    ],
    remediation:
        "Leave the switches out. Take credentials from a role or the environment, or mark them secret. In production name the kube-context.",
    kinds: [AWS, KUBERNETES],
    check(object, { shared }) {
        const { props, type } = object;
        if (type === AWS) {
            return [
                ...["insecure", "skipCredentialsValidation"].flatMap((name) => judged(() => judgeOff(props.at(name)))),
                ...["accessKey", "secretKey", "token"].flatMap((name) =>
                    judged(() => judgeCredential(object, props.at(name))),
                ),
                ...judged(() => judgeEndpoints(props.at("endpoints"))),
            ];
        }
        return [
            ...judged(() => judgeOff(props.at("deleteUnreachable"))),
            ...judged(() => judgeRendering(props.at("renderYamlToDirectory"))),
            ...judged(() => judgeKubeconfig(object)),
            ...(shared ? judged(() => judgeContext(props)) : []),
        ];
    },
};

/** A provider's inputs are texts, also where they stand for something else. */
function judgeOff(at: Field): Finding | undefined {
    return [undefined, false, "false"].includes(at.value as never)
        ? undefined
        : { at, expected: "false or nothing", write: `${at.path}: false` };
}

function judgeCredential(object: PolicyObject, at: Field): Finding | undefined {
    // The engine does not tell which values are secret; a preview does, and it is what a pull request is checked by.
    return at.isGiven && object.source.secretPaths !== undefined && !object.isSecret(at.path)
        ? { at, found: "a literal", expected: "a role, or a secret", write: `${at.path}: config.requireSecret(…)` }
        : undefined;
}

function judgeEndpoints(endpoints: Field): Finding[] {
    // The provider's input is JSON text.
    const text = JSON.stringify(endpoints.value ?? []);
    return /http:\/\//.test(text)
        ? [{ at: endpoints, found: "an endpoint without TLS", expected: "https", write: "https://…" }]
        : [];
}

function judgeRendering(at: Field): Finding | undefined {
    return at.isGiven
        ? { at, expected: "nothing: Secrets would be written to a folder as plain text", write: "npm run preview" }
        : undefined;
}

function judgeKubeconfig(object: PolicyObject): Finding | undefined {
    const at = object.props.at("kubeconfig");
    const text = at.text ?? "";
    if (/insecure-skip-tls-verify["']?\s*:\s*["']?true/.test(text)) {
        return {
            at,
            found: "insecure-skip-tls-verify: true",
            expected: "a certificate authority",
            write: "certificate-authority-data: …",
        };
    }
    return /["']?(?:token|password|client-key-data)["']?\s*:/.test(text) ? judgeCredential(object, at) : undefined;
}

function judgeContext(props: Field): Finding | undefined {
    const at = props.at("context");
    return at.isGiven || props.at("kubeconfig").isGiven
        ? undefined
        : { at, expected: "the kube-context, by name", write: "context: production" };
}

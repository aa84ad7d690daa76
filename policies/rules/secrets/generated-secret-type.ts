import { seed } from "../../references";
import type { PolicyObject } from "../../resource";
import { type Finding, judged, type Rule } from "../../rule";

/** Generators whose result is not a secret to Pulumi: it stands in the state and in every log as plain text. */
const PLAIN = [
    "random:index/randomString:RandomString",
    "random:index/randomId:RandomId",
    "random:index/randomPet:RandomPet",
    "random:index/randomUuid:RandomUuid",
];
const PASSWORD = "random:index/randomPassword:RandomPassword";
const SHORTEST = 32;

export const generatedSecretType: Rule = {
    id: "generated-secret-type",
    title: "Generated secrets are RandomPassword of at least 32 characters",
    description:
        "RandomString, RandomId, RandomPet and RandomUuid are not secret in the state, and mostly short. Whether their result is used as a secret cannot be seen, so they are for resources named `…-suffix` or `…-name`; other names Pulumi makes unique itself.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Security Checklist: Strong API keys generated (32+ characters)"),
        seed("Kratos production setup", "Required Variables: min 32 chars, exactly 32 chars"),
    ],
    remediation: "Use `random.RandomPassword` with `length: 43`, which is 32 random bytes in letters and digits.",
    kinds: [PASSWORD, ...PLAIN],
    check(object) {
        if (object.type === PASSWORD) {
            return judged(() => judgeLength(object));
        }
        if (/(?:^|[-_])(?:suffix|name)$/.test(object.source.name)) {
            return [];
        }
        return [
            { at: object.props, found: object.kind, expected: "RandomPassword", write: "new random.RandomPassword(…)" },
        ];
    },
};

function judgeLength({ props }: PolicyObject): Finding | undefined {
    const at = props.at("length");
    const length = at.value;
    return typeof length === "number" && length >= SHORTEST
        ? undefined
        : { at, expected: `${SHORTEST} or more`, write: "length: 43" };
}

import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { dayNumber, GENERATED, type Generation, generationOf } from "./generations";

/** What a stack file calls the generation of a credential, and how long one may be in use. */
interface Limit {
    /** The logical name without its generation. */
    readonly of: RegExp;
    /** Key below `secrets.generations`. */
    readonly key: string;
    /** @default a year */
    readonly days?: number;
}

/** Security guide, "Security Checklist": API keys rotated regularly (90 days). */
const API_KEYS = 90;
/** The guides say nothing of the others; a year is also when the keys in AWS KMS rotate. */
const YEAR = 365;

const LIMITS: readonly Limit[] = [
    { of: /^kato-api-key-\d+$/, key: "katoApiKeys", days: API_KEYS },
    { of: /^kato-jwt$/, key: "katoJwt" },
    { of: /^kratos-cookie$/, key: "kratosCookie" },
    { of: /^kratos-cipher$/, key: "kratosCipher" },
    { of: /^kratos-default$/, key: "kratosDefault" },
    { of: /^kratos-pagination$/, key: "kratosPagination" },
    { of: /^kratos-postgres-(?:server-|courier-)?login$/, key: "postgresKratos" },
    { of: /^mongo-kb-login$/, key: "mongodbKato" },
    { of: /^mongo-kb-admin$/, key: "mongodbAdmin" },
    { of: /^redis-kb-login$/, key: "redisKato" },
    { of: /^redis-kb-(?:probe|keeper|operator)$/, key: "redisInternal" },
    { of: /^qdrant-kb-api-key$/, key: "qdrantApiKey" },
    { of: /^qdrant-kb-read-only-key$/, key: "qdrantReadOnlyKey" },
];

export const generationAge: Rule = {
    id: "generation-age",
    title: "Credentials of production are not older than their limit",
    description: `A credential remembers the day on which it was made (\`keepers.generatedOn\`), which the engine keeps from the first deployment on. After ${API_KEYS} days for KATO's API keys, and ${YEAR} for all others, the next generation is due. Of each, the newest is judged: how long the one before is accepted is for the rule key-overlap to say. A credential that does not know its day may be of any age. The in-process preview knows no state and takes every credential for a new one.`,
    level: "mandatory",
    severity: "medium",
    references: [
        seed("KATO security guide", "Security Checklist: API keys rotated regularly (90 days)"),
        { title: "docs/runbooks/rotate-secrets.md: Keys that are too old" },
    ],
    remediation: "Raise the credential's generation in the stack file by one, and deploy.",
    scope: "stack",
    needs: "state",
    kinds: GENERATED,
    check(object, context) {
        const own = generationOf(object);
        if (!context.live || own === undefined) {
            return [];
        }
        const others = context.of(object.type).map(generationOf);
        const isNewest = others.every((other) => other?.of !== own.of || other.number <= own.number);
        return isNewest ? judged(() => judgeAge(object, own, context.today)) : [];
    },
};

function judgeAge({ props }: PolicyObject, { name, number }: Generation, today: string): Finding | undefined {
    const limit = LIMITS.find(({ of }) => of.test(name));
    const days = limit?.days ?? YEAR;
    const write = limit === undefined ? `${name}-g${number + 1}` : `secrets.generations.${limit.key}: ${number + 1}`;
    const at = props.at("keepers", "generatedOn");
    const made = dayNumber(at.text);
    if (made === undefined) {
        return { at, expected: "the day on which it was made, as 2026-11-22", write };
    }
    const age = (dayNumber(today) ?? Infinity) - made;
    // The program may have read its clock just after midnight, and whoever judges it just before.
    if (age < -1) {
        return { at, expected: "a day that has been", write };
    }
    return age <= days
        ? undefined
        : { at, found: `${at.text}, which is ${age} days ago`, expected: `at most ${days} days ago`, write };
}

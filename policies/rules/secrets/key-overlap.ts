import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { dayNumber, GENERATED, type Generation, generationOf } from "./generations";

/** The most that `kato.apiKeys.overlapDays` may be. */
const MOST_DAYS = 14;
/** Those that the guide gives an age. Others are accepted until the next raise: what they encrypted or signed is still around. */
const KEYS = /^kato-api-key-\d+$/;

export const keyOverlap: Rule = {
    id: "key-overlap",
    title: "API keys of production are withdrawn after their overlap",
    description: `A raise makes new API keys and accepts those before as well, so that clients can change. A rotation that never takes the old ones back is none: a key that leaked before it works on. The newest keys remember until when (\`keepers.previousUntil\`), ${MOST_DAYS} days at most; that is also what counts where they do not. The in-process preview knows no state and takes every key for a new one.`,
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Security Checklist: API keys rotated regularly (90 days)"),
        { title: "docs/runbooks/rotate-secrets.md: API keys of KATO" },
    ],
    remediation:
        "Set `kato.apiKeys.withdrawn` to the generation before, and deploy: from then on its keys are refused.",
    scope: "stack",
    needs: "state",
    kinds: GENERATED,
    check(object, context) {
        const own = generationOf(object);
        if (!context.live || own === undefined || !KEYS.test(own.name)) {
            return [];
        }
        return context.of(object.type).flatMap((other) => {
            const later = generationOf(other);
            return later?.of === own.of && later.number === own.number + 1
                ? judged(() => judgeOverlap(object, own, other, context.today))
                : [];
        });
    },
};

function judgeOverlap(
    old: PolicyObject,
    { number }: Generation,
    later: PolicyObject,
    today: string,
): Finding | undefined {
    const keepers = later.props.at("keepers");
    const made = dayNumber(keepers.at("generatedOn").text);
    const most = made === undefined ? -Infinity : made + MOST_DAYS;
    const until = Math.min(most, dayNumber(keepers.at("previousUntil").text) ?? most);
    const over = (dayNumber(today) ?? Infinity) - until;
    return over <= 0
        ? undefined
        : {
              at: old.props,
              found: Number.isFinite(over)
                  ? `accepted ${over} days after its overlap ended`
                  : "accepted, nobody knows since when",
              expected: "to be withdrawn",
              write: `kato.apiKeys.withdrawn: ${number}`,
          };
}

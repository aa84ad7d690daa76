import { seed } from "../references";
import { variableNorm } from "./norm";

/** Security guide, "JWT Authentication". */
const MOST_MINUTES = 30;

export const tokenLifetime = variableNorm(
    {
        id: "token-lifetime",
        title: "KATO's tokens are valid for 30 minutes",
        description: "A token cannot be withdrawn: whoever has copied one may use it until it expires.",
        severity: "high",
        references: [seed("KATO security guide", "JWT Authentication: JWT_EXPIRE_MINUTES=30")],
        remediation: "`kato.jwt.expireMinutes: 30`, or less.",
    },
    "JWT_EXPIRE_MINUTES",
    {
        isMet: (text) => /^\d+$/.test(text) && Number(text) <= MOST_MINUTES,
        expected: `at most ${MOST_MINUTES}`,
        write: `JWT_EXPIRE_MINUTES: "${MOST_MINUTES}"`,
    },
);

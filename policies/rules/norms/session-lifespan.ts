import { KRATOS_FILE } from "./files";
import { settingNorm } from "./norm";

/** NIST SP 800-63B-4, 2.1.3: a session at the lowest level of assurance is logged in again after 30 days at most. */
const MOST_HOURS = 30 * 24;

export const sessionLifespan = settingNorm(
    {
        id: "session-lifespan",
        title: "A session ends within 30 days",
        description:
            "Whoever copies a session has it until it ends, and nobody notices. The guides leave Kratos' own 24 hours; 30 days is the most that a standard allows.",
        severity: "medium",
        references: [
            {
                title: "NIST SP 800-63B-4, 2.1.3 Reauthentication",
                url: "https://pages.nist.gov/800-63-4/sp800-63b.html",
            },
        ],
        remediation: "`kratos.sessionLifespan: 24h`, or up to `720h`.",
    },
    {
        file: KRATOS_FILE,
        path: ["session", "lifespan"],
        // Kratos' own default is a day.
        isMet: (value) => value === undefined || (typeof value === "string" && hours(value) <= MOST_HOURS),
        expected: `at most ${MOST_HOURS}h`,
        write: "lifespan: 24h",
    },
);

/** A length of time as Go writes it; without end where it is none. */
function hours(text: string): number {
    const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
    const [, whole = "0", minutes = "0", seconds = "0"] = parts ?? [];
    return parts === null ? Infinity : Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
}

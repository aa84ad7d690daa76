import { seed } from "../references";
import { KRATOS_FILE } from "./files";
import { settingNorm } from "./norm";

export const kratosCookies = settingNorm(
    {
        id: "kratos-cookies",
        title: "Browsers send sessions for requests of the own site alone",
        description:
            "With `SameSite=Strict` no other web site can make a request that carries a visitor's session. `Lax` lets links do so, `None` everything.",
        severity: "high",
        references: [seed("Kratos production setup", "1. HTTPS/SSL Configuration: same_site: strict")],
        remediation: "`kratos.cookies.sameSite: Strict`, with the UI and Kratos on one site.",
    },
    {
        file: KRATOS_FILE,
        path: ["cookies", "same_site"],
        isMet: (value) => value === "Strict",
        expected: "Strict",
        write: "same_site: Strict",
    },
);

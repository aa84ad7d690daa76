import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import { type Finding, podRule } from "../../engine/rule";
import { normOf } from "../norms/norm";
import { taskOf } from "./kratos-tasks";

/** The file with the server's login to the database. */
const SERVERS_LOGIN = /\/database\.json$/;
/** Who has a login of its own, and the setting that names it where the database is somebody else's. */
const OWN: Readonly<Record<string, string>> = {
    courier: "postgres.courierUser",
    migrate: "postgres.migrationUser",
};

export const kratosLogins = normOf(
    {
        id: "kratos-logins",
        title: "Kratos' courier and migration have logins to the database of their own",
        description:
            "The courier talks to the internet and needs to see mails; the migration changes tables. With one login for all, whoever gets into the courier or the server reads and changes everything, tables included.",
        severity: "medium",
        references: [seed("Kratos production setup", "3. Database Security")],
        remediation:
            "With `postgres.mode: external`, set `postgres.courierUser` and `postgres.migrationUser`; docs/runbooks/postgres.md has the statements that make them.",
    },
    podRule({ container: ({ field }) => judge(field) }),
);

function judge(container: Field): Finding[] {
    const setting = OWN[taskOf(container) ?? ""];
    return setting === undefined
        ? []
        : container
              .at("args")
              .items()
              .filter((argument) => SERVERS_LOGIN.test(argument.text ?? ""))
              .map((at) => ({
                  at,
                  found: "the server's login",
                  expected: "one of its own",
                  write: `${setting}: …, in the stack file`,
              }));
}

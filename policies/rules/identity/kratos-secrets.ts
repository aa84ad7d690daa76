import { seed } from "../references";
import { type Finding, podRule, type Rule } from "../../engine/rule";
import type { Pod } from "../../../kubernetes/pod";
import { taskOf } from "./kratos-tasks";

/** The file with the secrets that sign cookies and encrypt what is stored. */
const SECRETS = "secrets.json";
const SERVER = "serve";

export const kratosSecrets: Rule = {
    id: "kratos-secrets",
    title: "Only Kratos' server has the secrets that sign its cookies and encrypt its data",
    description:
        "Whoever has them makes a session for anybody. The courier, which talks to the internet, the migration and the clean-up need none of them.",
    level: "mandatory",
    severity: "high",
    references: [seed("Kratos production setup", "2. Secrets Management")],
    remediation:
        "Leave the volume out; Kratos starts without it where `ciphers.algorithm` is `noop`, as in components/identity/kratos.ts for the courier.",
    ...podRule({ pod: judge }),
};

function judge(pod: Pod): Finding[] {
    const tasks = pod.containers.map(({ field }) => taskOf(field)).filter((task) => task !== undefined);
    if (tasks.length === 0 || tasks.includes(SERVER)) {
        return [];
    }
    return pod.spec
        .at("volumes")
        .items()
        .flatMap((volume) => volume.at("secret", "items").items())
        .filter((item) => item.at("key").value === SECRETS)
        .map((item) => ({
            at: item.at("key"),
            expected: "nothing of the server's secrets",
            write: "a volume without it",
        }));
}

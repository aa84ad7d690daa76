import { set } from "../finding";
import { requirements } from "../schema/walk";
import { smtp } from "../schema/mail";
import type { Rule } from "./rule";

/** Outside development: generated secrets can be recovered without the state. */
export const secretsAreStored: Rule = ({ secrets }) => {
    if (secrets?.store !== "none") return [];
    const path = ["secrets", "store"];
    const expected = "aws-secrets-manager: without a store, whoever loses the Pulumi state loses every credential";
    return [
        { path, expected, fixes: [set(path, "aws-secrets-manager"), set(["secrets", "aws", "region"], "us-east-1")] },
    ];
};

/** Production: no debug log. Setup guide, "Logging Security". */
export const logIsQuiet: Rule = ({ kratos }) => {
    const level = kratos?.log?.level;
    if (level !== "debug" && level !== "trace") return [];
    const path = ["kratos", "log", "level"];
    const expected = "info, warning, error, fatal, panic: debug and trace write what identities do and send to the log";
    return [{ path, expected, fixes: [set(path, "info")] }];
};

/** Production: no personal data or tokens in the log. Setup guide, "Logging Security". */
export const logLeaksNothing: Rule = ({ kratos }) => {
    if (kratos?.log?.leakSensitiveValues !== true) return [];
    const path = ["kratos", "log", "leakSensitiveValues"];
    return [
        { path, expected: "false: the log would hold e-mail addresses, tokens and codes", fixes: [set(path, "false")] },
    ];
};

/** Production: a pod can fail, or a node be drained, without anybody being logged out. */
export const thereIsASpare: Rule = ({ kratos }) => {
    if (kratos?.replicas !== 1) return [];
    const path = ["kratos", "replicas"];
    return [
        { path, expected: "at least 2: with one, every update or lost node is an outage", fixes: [set(path, "2")] },
    ];
};

/** Production: mail can be sent. */
export const mailIsSent: Rule = ({ kratos }) => {
    if (kratos === undefined || kratos.smtp !== undefined) return [];
    const path = ["kratos", "smtp"];
    const expected = "a mail server: without one, nobody can verify an address or recover an account";
    return [{ path, expected, fixes: requirements(smtp, path).map((each) => set(each.path, each.value)) }];
};

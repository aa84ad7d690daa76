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

/** Production: neither a debug log nor one without failed logins. Setup guide, "Monitoring & Logging". */
export const logIsQuiet: Rule = ({ kratos }) => {
    const level = kratos?.log?.level;
    if (level === undefined || level === "info" || level === "warning") return [];
    const path = ["kratos", "log", "level"];
    const expected =
        level === "debug" || level === "trace"
            ? "info or warning: debug and trace write what identities do and send to the log"
            : "info or warning: less leaves out what failed logins and attacks look like";
    return [{ path, expected, fixes: [set(path, "info")] }];
};

/** Production: a log that programs read. Setup guide, "Monitoring & Logging". */
export const logIsStructured: Rule = ({ kratos }) => {
    if (kratos?.log?.format !== "text") return [];
    const path = ["kratos", "log", "format"];
    return [{ path, expected: "json: what collects and searches logs reads that", fixes: [set(path, "json")] }];
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

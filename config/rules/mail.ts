import { say, set } from "../finding";
import type { Rule } from "./rule";

/** Ports that every provider uses for one of the two, RFC 8314 and the alternatives of SES, SendGrid and Mailgun. */
const implicitTls = [465, 2465];
const upgraded = [25, 587, 2525, 2587];

/** The wrong one of the two ends in a time-out that nobody can explain. */
export const portMatchesSecurity: Rule = ({ kratos }) => {
    const { security, port } = kratos?.smtp ?? {};
    if (security === undefined || port === undefined) return [];
    const path = ["kratos", "smtp", "port"];
    const either = (other: string) => set(["kratos", "smtp", "security"], other);
    if (security === "smtps" && upgraded.includes(port)) {
        const expected = `465 with smtps: port ${port} begins without TLS, which is starttls`;
        return [{ path, expected, fixes: [set(path, "465"), say("or"), either("starttls")] }];
    }
    if (security === "starttls" && implicitTls.includes(port)) {
        const expected = `587 or 2525 with starttls: port ${port} begins with TLS, which is smtps`;
        return [{ path, expected, fixes: [set(path, "587"), say("or"), either("smtps")] }];
    }
    return [];
};

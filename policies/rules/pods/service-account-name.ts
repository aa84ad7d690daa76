import { cis } from "../references";
import { podRule, type Rule } from "../../engine/rule";

export const serviceAccountName: Rule = {
    id: "service-account-name",
    title: "Pods run under an account of their own",
    description:
        "All pods that name none share the account `default`: what is granted to it for one of them, all of them may do.",
    level: "mandatory",
    severity: "medium",
    references: [cis("5.1.5", "Ensure that default service accounts are not actively used")],
    remediation: "Create a ServiceAccount for the workload and name it in `serviceAccountName`.",
    ...podRule({
        pod({ spec }) {
            // The alias counts where the name is empty, as in the API server.
            const [at = spec.at("serviceAccountName")] = ["serviceAccountName", "serviceAccount"]
                .map((name) => spec.at(name))
                .filter((field) => ![undefined, ""].includes(field.text));
            return [undefined, "", "default"].includes(at.text)
                ? { at, expected: "an account of its own", write: "serviceAccountName: <name of the workload>" }
                : undefined;
        },
    }),
};

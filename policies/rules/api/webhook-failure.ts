import { judged, type Rule } from "../../engine/rule";
import { ADMISSION, webhooksOf } from "./webhooks";

export const webhookFailure: Rule = {
    id: "webhook-failure",
    title: "What a webhook cannot be asked is refused",
    description:
        "With `failurePolicy: Ignore` everything is admitted while the webhook is down, slow or cut off: what it is there to refuse comes in then.",
    level: "advisory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Admission Webhook Good Practices",
            url: "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
        },
    ],
    remediation:
        "Leave `failurePolicy` at `Fail`, run two pods of it, and leave its own namespace out by `namespaceSelector`. One that only adds a default may ignore failures: make an exception of it.",
    kinds: ADMISSION,
    check: (object) =>
        webhooksOf(object).flatMap((webhook) =>
            judged(() => {
                const at = webhook.at("failurePolicy");
                return at.value === "Ignore"
                    ? { at, expected: "Fail, or nothing", write: "failurePolicy: Fail" }
                    : undefined;
            }),
        ),
};

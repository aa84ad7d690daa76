import { judged, type Rule } from "../../engine/rule";
import { CALLERS, clientConfigsOf, CONTACT } from "./webhooks";

export const webhookTarget: Rule = {
    id: "webhook-target",
    title: "Webhooks are Services of the cluster",
    description:
        "The API server sends a webhook every object that it asks about, Secrets with their values too. An address instead of a Service takes all of it to wherever the address leads.",
    level: "mandatory",
    severity: "high",
    references: [CONTACT],
    remediation: "Name the Service in `clientConfig.service`.",
    kinds: CALLERS,
    check: (object) =>
        clientConfigsOf(object).flatMap((config) =>
            judged(() => {
                const at = config.at("url");
                return at.isSet
                    ? // An address may have a login in it.
                      {
                          at,
                          found: "an address",
                          expected: "a Service",
                          write: "service: { namespace: …, name: …, path: … }",
                      }
                    : undefined;
            }),
        ),
};

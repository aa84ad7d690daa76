import { placeholderIn } from "../../../config/placeholder";
import { isRecord } from "../../../kubernetes/field";
import type { Rule } from "../../engine/rule";
import { leaves } from "../secrets/texts";

/** Its `$id` is a name, which nobody looks up: those of most examples are example.com's. The loader does not judge it either. */
const IDENTITY_SCHEMA = "identity.schema.json";

export const placeholder: Rule = {
    id: "placeholder",
    title: "What is deployed is nobody's example",
    description:
        "`your-org`, `yourdomain.com`, `admin@example.com` stand for something of yours. Deployed as they stand, an image comes from whoever registers that organization, certificates are asked for a stranger's domain, and their notices go to a stranger. A preview may have them, so that a stack can be looked at before it is anybody's; the deployment itself may not. The loader says the same of settings, all at once.",
    level: "mandatory",
    severity: "high",
    references: [
        { title: "RFC 2606: Reserved Top Level DNS Names", url: "https://www.rfc-editor.org/rfc/rfc2606" },
        { title: "docs/configuration.md: each setting, with the command that sets it" },
    ],
    remediation: "Put your own value into the stack file.",
    needs: "deployment",
    kinds: "any",
    check(object, { deploys }) {
        const props = object.props.value;
        if (!deploys || !isRecord(props)) {
            return [];
        }
        // What is not known yet comes from another resource: nobody has written it.
        return leaves(props, () => false).flatMap(({ keys, text = "" }) => {
            const found = keys.at(-1) === IDENTITY_SCHEMA ? undefined : placeholderIn(text);
            const at = object.props.at(...keys);
            return found === undefined
                ? []
                : [
                      {
                          at,
                          found: object.isSecret(at.path) ? "a placeholder" : JSON.stringify(found),
                          expected: "a value of your own",
                          write: "yours, in the stack file",
                      },
                  ];
        });
    },
};

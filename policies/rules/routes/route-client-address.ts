import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { servedBy } from "./applications";
import { REMOVED_HEADERS } from "./client-headers";
import { VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { actions, upstreamOf } from "./locations";

export const routeClientAddress: Rule = {
    id: "route-client-address",
    title: "KATO and Kratos learn the client's address from the edge alone",
    description:
        "nginx appends to `X-Forwarded-For` and passes the rest on: the first address in the list is what the client claims, and so is what the other headers say. Limits, audit logs and allow lists in the application would then be the client's to choose.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("KATO security guide", "TLS Configuration Best Practices: `X-Real-IP $remote_addr`"),
        seed("KATO security guide", "Security Checklist: Failed authentication monitoring"),
    ],
    remediation:
        'Forward by `action.proxy` with `requestHeaders.set`: `X-Forwarded-For` as `${remote_addr}`, and the others as `""`.',
    kinds: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE],
    check(object) {
        return judged(() => {
            const served = servedBy(object);
            const spec = object.props.at("spec");
            return [...spec.at("routes").items(), ...spec.at("subroutes").items()]
                .flatMap(actions)
                .filter((action) => served.has(upstreamOf(action) ?? ""))
                .flatMap((action) => judgeAction(action) ?? []);
        });
    },
};

function judgeAction(action: Field): Finding | undefined {
    const headers = action.at("proxy", "requestHeaders");
    const set = new Map(
        headers
            .at("set")
            .items()
            .map((header) => [String(header.at("name").value).toLowerCase(), header.at("value")]),
    );
    const address = set.get("x-forwarded-for");
    if (address?.value !== "${remote_addr}") {
        const at = address ?? headers.at("set");
        const found = address === undefined ? "no X-Forwarded-For" : JSON.stringify(address.value);
        return {
            at,
            found,
            expected: "X-Forwarded-For as ${remote_addr}",
            write: '{ name: X-Forwarded-For, value: "${remote_addr}" }',
        };
    }
    // Without the client's headers there is nothing to remove.
    const kept =
        headers.at("pass").value === false
            ? []
            : REMOVED_HEADERS.filter((name) => set.get(name.toLowerCase())?.value !== "");
    return kept.length === 0
        ? undefined
        : {
              at: headers.at("set"),
              found: `nothing that removes ${kept.join(", ")}`,
              expected: "the client's headers of this kind removed",
              write: kept.map((name) => `{ name: ${name}, value: "" }`).join(", "),
          };
}

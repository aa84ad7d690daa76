import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { NGINX_POLICY } from "./kinds";
import { owasp } from "./references";

/**
 * What tells one client from another and is not the client's to choose: its address, or whom it proved to be. The
 * variable `http_edge_client_network` looks like a header and is defined by the controller's ConfigMap (`helm-release`
 * checks that it is).
 */
const CLIENT =
    /^\$\{(?:binary_remote_addr|remote_addr|proxy_protocol_addr|http_edge_client_network|jwt_claim_[a-z0-9_]+|apikey_client_name|ssl_client_fingerprint)\}$/;

export const rateLimitPolicy: Rule = {
    id: "rate-limit-policy",
    title: "Rate limits count clients, and reject",
    description:
        "A limit by something that a client may choose, such as a header or the path, limits nobody; one by something that all have in common, such as the host, lets one client lock out the others. A dry run only writes to a log.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Nginx Rate Limiting: `limit_req_zone $binary_remote_addr`"),
        owasp("Denial of Service"),
    ],
    remediation: 'Write `key: "${binary_remote_addr}"` and `rejectCode: 429`; leave `dryRun` out.',
    kinds: [NGINX_POLICY],
    check({ props }) {
        const limit = props.at("spec", "rateLimit");
        return limit.isSet ? [key, rejection, dryRun].flatMap((check) => judged(() => check(limit))) : [];
    },
};

function key(limit: Field): Finding | undefined {
    const at = limit.at("key");
    return CLIENT.test(String(at.value))
        ? undefined
        : { at, expected: "the client's address, or whom it proved to be", write: 'key: "${binary_remote_addr}"' };
}

/** The default, 503, says that the server is at fault: clients and load balancers then try again. */
function rejection(limit: Field): Finding | undefined {
    const at = limit.at("rejectCode");
    return at.value === 429 ? undefined : { at, expected: "429", write: "rejectCode: 429" };
}

function dryRun(limit: Field): Finding | undefined {
    const at = limit.at("dryRun");
    return at.value === true ? { at, expected: "false or nothing", write: "dryRun: false" } : undefined;
}

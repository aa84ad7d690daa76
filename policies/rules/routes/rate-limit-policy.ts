import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { areRanges } from "../hygiene/charts/nginx-config";
import { MIDDLEWARE, NGINX_POLICY } from "./kinds";
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
    remediation:
        'Write `key: "${binary_remote_addr}"` and `rejectCode: 429`; leave `dryRun` out. Traefik: leave `sourceCriterion` out, or let it name the proxies in `ipStrategy.excludedIPs`.',
    kinds: [NGINX_POLICY, MIDDLEWARE],
    check({ props, qualifiedKind }) {
        const limit = props.at("spec", "rateLimit");
        const checks = qualifiedKind === MIDDLEWARE ? [criterion, depth, proxies] : [key, rejection, dryRun];
        return limit.isSet ? checks.flatMap((check) => judged(() => check(limit))) : [];
    },
};

function key(limit: Field): Finding | undefined {
    const at = limit.at("key");
    return CLIENT.test(String(at.value))
        ? undefined
        : { at, expected: "the client's address, or whom it proved to be", write: 'key: "${binary_remote_addr}"' };
}

/** Traefik's own is the address that connects. */
function criterion(limit: Field): Finding | undefined {
    const of = limit.at("sourceCriterion");
    const at = [of.at("requestHeaderName"), of.at("requestHost")].find(
        ({ value }) => value !== undefined && value !== "" && value !== false,
    );
    return at && { at, expected: "the client's address", write: "no sourceCriterion" };
}

/** Behind one proxy its own word comes last; what is before that is the client's. */
function depth(limit: Field): Finding | undefined {
    const at = limit.at("sourceCriterion", "ipStrategy", "depth");
    return Number(at.value ?? 0) > 1
        ? { at, expected: "the address that the proxy names", write: "excludedIPs: [<ranges of the proxy>]" }
        : undefined;
}

function proxies(limit: Field): Finding | undefined {
    const at = limit.at("sourceCriterion", "ipStrategy", "excludedIPs");
    return !at.isSet || areRanges(at.value)
        ? undefined
        : { at, expected: "the ranges of the proxy, and not everybody's", write: "excludedIPs: [10.0.0.0/8]" };
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

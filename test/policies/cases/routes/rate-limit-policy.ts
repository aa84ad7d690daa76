import type { RuleCases } from "../case";
import { AUTH, limit, nginxPolicy } from "./objects";

/** What a limit counts, and what becomes of the rest. */
export const rateLimitPolicyCases: RuleCases = {
    rule: "rate-limit-policy",
    fails: [
        {
            what: "a header that the client chooses",
            resources: [limit({ ...AUTH, key: "${http_x_forwarded_for}" })],
            at: "spec.rateLimit.key",
        },
        {
            what: "what all have in common",
            resources: [limit({ ...AUTH, key: "${host}" })],
            at: "spec.rateLimit.key",
        },
        {
            what: "an address for each path, of which there are as many as the client likes",
            resources: [limit({ ...AUTH, key: "${binary_remote_addr}${request_uri}" })],
            at: "spec.rateLimit.key",
        },
        { what: "no key", resources: [limit({ ...AUTH, key: undefined })], at: "spec.rateLimit.key" },
        {
            what: "the default answer",
            resources: [limit({ ...AUTH, rejectCode: undefined })],
            at: "spec.rateLimit.rejectCode",
        },
        {
            what: "an answer that is none",
            resources: [limit({ ...AUTH, rejectCode: 200 })],
            at: "spec.rateLimit.rejectCode",
        },
        {
            what: "a limit that only logs",
            resources: [limit({ ...AUTH, dryRun: true })],
            at: "spec.rateLimit.dryRun",
        },
    ],
    passes: [{ what: "by address, answered 429", resources: [limit(AUTH)] }],
    nearMisses: [
        { what: "by network", resources: [limit({ ...AUTH, key: "${http_edge_client_network}" })] },
        { what: "by whom a token names", resources: [limit({ ...AUTH, key: "${jwt_claim_sub}" })] },
        {
            what: "a Policy of another kind",
            resources: [nginxPolicy({ accessControl: { allow: ["10.0.0.0/8"] } })],
        },
        { what: "no dry run", resources: [limit({ ...AUTH, dryRun: false })] },
    ],
};

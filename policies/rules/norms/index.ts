import type { Rule } from "../../engine/rule";
import { corsEnabled } from "./cors-enabled";
import { dataRetention } from "./data-retention";
import { kratosCookies } from "./kratos-cookies";
import { mongodbAudit } from "./mongodb-audit";
import { mongodbEncryption } from "./mongodb-encryption";
import { sessionLifespan } from "./session-lifespan";
import { tokenLifetime } from "./token-lifetime";

/** What the guides state, of which a stack of production may be excused for a time. */
export const normRules: readonly Rule[] = [
    kratosCookies,
    sessionLifespan,
    tokenLifetime,
    corsEnabled,
    dataRetention,
    mongodbEncryption,
    mongodbAudit,
];

import { list, type Json } from "../../../kubernetes/json";

/** A setting with a stronger and a weaker end, and which change of it weakens. */
export interface Direction {
    /** Type of the resource. @default any */
    readonly type?: RegExp;
    /** Keys of the setting, joined with dots. */
    readonly setting: RegExp;
    readonly isWeaker: (before: Json | undefined, after: Json | undefined) => boolean;
    readonly why: string;
}

type Measure = (value: Json | undefined) => number | undefined;

const number: Measure = (value) => {
    const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return typeof read === "number" && Number.isFinite(read) ? read : undefined;
};
/** Requests per second of `100r/m`. */
const rate: Measure = (value) => {
    const [, amount, unit] = /^(\d+)r\/([sm])$/.exec(asText(value)) ?? [];
    return amount === undefined ? undefined : Number(amount) / (unit === "m" ? 60 : 1);
};
/** Seconds of `24h`, `1h30m` or `10m`. */
const duration: Measure = (value) => {
    const seconds = { s: 1, m: 60, h: 3600, d: 86400 };
    const parts = [...asText(value).matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
    const isWhole = parts.map(([part]) => part).join("") === value;
    return isWhole
        ? parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * seconds[unit as keyof typeof seconds], 0)
        : undefined;
};
/** Megabytes of `19MB`. */
const megabytes: Measure = (value) => {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(KB|MB|GB)$/.exec(asText(value)) ?? [];
    return amount === undefined ? undefined : Number(amount) * { KB: 0.001, MB: 1, GB: 1000 }[unit as "KB"];
};
/** The oldest TLS version that is named, 0 for SSL: `TLSv1.2 TLSv1.3` is 1.2. */
const oldestTls: Measure = (value) => {
    const versions = asText(value).match(/\bTLSv?1(?:\.\d)?|\bSSLv?\d/gi) ?? [];
    const numbers = versions.map((name) => (/^SSL/i.test(name) ? 0 : Number(name.replace(/^TLSv?/i, ""))));
    return numbers.length === 0 ? undefined : Math.min(...numbers);
};
const hstsSeconds: Measure = (value) => number(/max-age=(\d+)/.exec(asText(value))?.[1]);

const lowered = (measure: Measure) => compared(measure, (before, after) => after < before);
const raised = (measure: Measure) => compared(measure, (before, after) => after > before);
const became = (weak: RegExp) => (before: Json | undefined, after: Json | undefined) =>
    weak.test(asText(after)) && !weak.test(asText(before));
const noLonger = (strong: RegExp) => (before: Json | undefined, after: Json | undefined) =>
    strong.test(asText(before)) && !strong.test(asText(after));
/** Items of a list, or of a text with commas, that were not there. */
const gained = (before: Json | undefined, after: Json | undefined) =>
    items(after).some((item) => !items(before).includes(item));
const lost = (before: Json | undefined, after: Json | undefined) => gained(after, before);

/**
 * What weakens without breaking a rule, because both values are allowed. Whatever a rule objects to is not repeated here.
 * Only settings that both previews know are compared; what is new is judged by the rules.
 */
export const DIRECTIONS: readonly Direction[] = [
    {
        type: /:Policy$/,
        setting: /^spec\.rateLimit\.rate$/,
        isWeaker: raised(rate),
        why: "More requests get through: passwords can be guessed faster, and more load reaches what is behind.",
    },
    {
        type: /:Policy$/,
        setting: /^spec\.rateLimit\.burst$/,
        isWeaker: raised(number),
        why: "More requests get through at once than before.",
    },
    {
        setting: /^spec\.(replicas|minReplicas|minAvailable)$|^values\..*\b(replicaCount|replicas|minReplicas)$/,
        isWeaker: lowered(number),
        why: "Fewer are left when one is gone.",
    },
    {
        type: /:PodDisruptionBudget$/,
        setting: /^spec\.maxUnavailable$/,
        isWeaker: raised(number),
        why: "More may be taken away at once.",
    },
    {
        setting: /^(recoveryWindowInDays|deletionWindowInDays)$/,
        isWeaker: lowered(number),
        why: "There is less time to notice a deletion and undo it.",
    },
    {
        setting: /(^|\.)(reclaimPolicy|persistentVolumeClaimRetentionPolicy\.when(Deleted|Scaled))$/,
        isWeaker: noLonger(/^Retain$/),
        why: "New volumes are deleted with their claims, and the data with them.",
    },
    {
        setting: /\benv\.RETENTION_DAYS\.value$/,
        isWeaker: lowered(number),
        why: "Data is deleted earlier than before, at the next run, for good.",
    },
    {
        setting: /\benv\.RETENTION_DAYS\.value$/,
        isWeaker: raised(number),
        why: "Personal data is kept longer than before. See that it may be.",
    },
    {
        type: /:CronJob$/,
        setting: /^spec\.suspend$/,
        isWeaker: became(/^true$/),
        why: "What it did regularly, such as deleting old data, is not done any more.",
    },
    {
        type: /:Certificate$/,
        setting: /^spec\.privateKey\.size$/,
        isWeaker: lowered(number),
        why: "A shorter key is easier to break.",
    },
    {
        type: /:Certificate$/,
        setting: /^spec\.duration$/,
        isWeaker: raised(duration),
        why: "A stolen key is good for longer.",
    },
    {
        type: /:Certificate$/,
        setting: /^spec\.privateKey\.rotationPolicy$/,
        isWeaker: noLonger(/^Always$/),
        why: "Renewals keep the key, so a stolen one stays good.",
    },
    {
        setting: /\b(ssl_min_protocol_version|(proxy_)?ssl[_-]protocols|tls-protocols)$/,
        // Where nothing is said, the server's default decides.
        isWeaker: (before, after) => (oldestTls(after) ?? -1) < (oldestTls(before) ?? -1),
        why: "An older version of TLS is accepted.",
    },
    {
        setting: /\btls\.disabledProtocols$/,
        isWeaker: lost,
        why: "An older version of TLS is accepted.",
    },
    {
        setting: /\.add_header Strict-Transport-Security$/,
        isWeaker: (before, after) =>
            lowered(hstsSeconds)(before, after ?? "max-age=0") || noLonger(/includeSubDomains/i)(before, after),
        why: "Browsers may talk to these hosts without TLS sooner.",
    },
    {
        setting: /\.add_header (X-Frame-Options|X-Content-Type-Options|Referrer-Policy|Permissions-Policy)$/,
        isWeaker: (before, after) => before !== undefined && after === undefined,
        why: "Browsers are no longer told to protect their users from it.",
    },
    {
        setting: /\b(allowed_origins|CORS_ORIGINS)$/,
        isWeaker: gained,
        why: "Scripts of one more site may use it in the name of whoever is logged in.",
    },
    {
        setting: /\ballowed_return_urls$/,
        isWeaker: gained,
        why: "People can be sent to one more site after they log in.",
    },
    {
        setting: /\.cookies\.same_site$/,
        isWeaker: (before, after) => sameSite(after) < sameSite(before),
        why: "Browsers send the session along with requests that other sites make.",
    },
    {
        setting: /\.(session\.lifespan|flows\.\w+\.lifespan|privileged_session_max_age)$/,
        isWeaker: raised(duration),
        why: "What was stolen, or left open, is good for longer.",
    },
    {
        setting: /\bJWT_EXPIRE_MINUTES$/,
        isWeaker: raised(number),
        why: "A stolen token is good for longer.",
    },
    {
        setting: /\.min_password_length$/,
        isWeaker: lowered(number),
        why: "Shorter passwords are accepted.",
    },
    {
        setting: /\.hashers\.argon2\.memory$/,
        isWeaker: lowered(megabytes),
        why: "Stolen hashes are cheaper to try passwords on.",
    },
    {
        setting: /\.hashers\.argon2\.iterations$/,
        isWeaker: lowered(number),
        why: "Stolen hashes are cheaper to try passwords on.",
    },
    {
        setting: /\.log\.(leak_sensitive_values|level)$/,
        isWeaker: became(/^(true|debug|trace)$/),
        why: "The log gets what is not meant for those who read it.",
    },
    {
        setting: /\.image$/,
        isWeaker: noLonger(/@sha256:/),
        why: "The tag can be moved to another image at any time.",
    },
    {
        type: /^kubernetes:rbac\./,
        setting: /^rules$/,
        isWeaker: gained,
        why: "It gives rights that it did not give.",
    },
    {
        type: /^kubernetes:rbac\./,
        setting: /^subjects$/,
        isWeaker: gained,
        why: "One more has these rights.",
    },
];

function compared(measure: Measure, isWeaker: (before: number, after: number) => boolean) {
    return (before: Json | undefined, after: Json | undefined): boolean => {
        const [old, current] = [measure(before), measure(after)];
        return old !== undefined && current !== undefined && isWeaker(old, current);
    };
}

function sameSite(value: Json | undefined): number {
    return ["None", "Lax", "Strict"].indexOf(asText(value));
}

function items(value: Json | undefined): string[] {
    const all = typeof value === "string" ? value.split(",") : list(value).map(asText);
    return all.map((item) => item.trim()).filter((item) => item !== "");
}

function asText(value: Json | undefined): string {
    return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

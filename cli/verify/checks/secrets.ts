import { createHash, timingSafeEqual } from "node:crypto";
import { credentialsPath } from "../../../components/secrets/aws-names";
import { type Check, failed, ok, type Outcome, skipped } from "../check";
import type { Cluster } from "../cluster/cluster";
import { parseJson } from "../json";
import type { Promised } from "../promised";

/** Reads a document of the store: its values by name. */
export type ReadStore = (path: string) => Promise<Readonly<Record<string, string>>>;

type Values = Readonly<Record<string, string>>;

/** A service whose credentials are kept in the store. */
interface Service {
    readonly name: "kato" | "kratos";
    /** Deployments whose pods use them. */
    readonly deployments: readonly string[];
    /** What those pods have, by the names that the store has. */
    readonly used: (secret: Values) => Values;
}

const services: readonly Service[] = [
    // Lower case, as the guide's code reads them (security guide, "AWS Secrets Manager").
    {
        name: "kato",
        deployments: ["kato"],
        used: (secret) =>
            Object.fromEntries(
                Object.entries(secret)
                    .filter(([name]) => /^[A-Z][A-Z_]+$/.test(name))
                    .map(([name, value]) => [name.toLowerCase(), value]),
            ),
    },
    { name: "kratos", deployments: ["kratos", "kratos-courier"], used: kratosValues },
];

/**
 * Whether the secrets outside the cluster are those that pods use: compared by hash, never shown.
 *
 * @param read reads from AWS Secrets Manager
 */
export function secretChecks(
    { secretStore, mail }: Pick<Promised, "secretStore" | "mail">,
    cluster: Pick<Cluster, "secret" | "secretsOf">,
    read: ReadStore,
): Check[] {
    return services.map(({ name, deployments, used }) => {
        const path = credentialsPath(name, secretStore?.name ?? "…");
        return {
            area: "secrets",
            name: path,
            expects: `the values in AWS Secrets Manager are those that the pods of ${name} use`,
            look: "docs/runbooks/rotate-secrets.md; `pulumi up` writes both",
            run: async () => {
                if (secretStore === undefined) {
                    return skipped("the stack keeps its secrets nowhere else (secrets.store: none)");
                }
                const running = deployments.filter((one) => one !== "kratos-courier" || mail !== undefined);
                const values = await Promise.all(running.map((one) => valuesOf(cluster, name, one)));
                return compare(Object.assign({}, ...values.map(used)) as Values, await read(path));
            },
        };
    });
}

/** Everything in the Secrets that the pods of a Deployment read. */
async function valuesOf(
    cluster: Pick<Cluster, "secret" | "secretsOf">,
    namespace: string,
    deployment: string,
): Promise<Values> {
    const names = await cluster.secretsOf(namespace, deployment);
    const contents = await Promise.all(names.map((name) => cluster.secret(namespace, name)));
    return Object.assign({}, ...contents) as Values;
}

/** Kratos' configuration files, by the seed's names of the variables; lists are newest first. */
function kratosValues(files: Values): Values {
    const read = (file: string): unknown => parseJson(files[file] ?? "{}", file);
    const { dsn } = read("database.json") as { dsn?: string };
    const { dsn: courierDsn } = read("courier.json") as { dsn?: string };
    const { secrets = {} } = read("secrets.json") as { secrets?: Record<string, string[]> };
    const { courier } = read("mail.json") as { courier?: { smtp?: { connection_uri?: string } } };
    const own = Object.entries(secrets).flatMap(([name, [current, previous]]) => {
        const variable = `KRATOS_SECRET_${name.toUpperCase()}`;
        return [
            [variable, current],
            [`${variable}_PREVIOUS`, previous],
        ] as const;
    });
    const all = [
        ["KRATOS_DSN", dsn],
        ["KRATOS_COURIER_DSN", courierDsn],
        ["KRATOS_SMTP_CONNECTION_URI", courier?.smtp?.connection_uri],
        ...own,
    ] as const;
    return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function compare(used: Values, stored: Values): Outcome {
    const names = Object.keys(used);
    if (names.length === 0) {
        return failed("the pods have no secret to compare");
    }
    const different = names.filter((name) => !isSame(used[name] ?? "", stored[name]));
    const missing = different.filter((name) => stored[name] === undefined);
    const wrong = different.filter((name) => stored[name] !== undefined);
    const seen = [
        ...(missing.length === 0 ? [] : [`not in the store: ${missing.join(", ")}`]),
        ...(wrong.length === 0 ? [] : [`different in the store: ${wrong.join(", ")}`]),
    ];
    return seen.length === 0 ? ok(`${names.length} values, all the same`) : failed(seen.join(" · "));
}

function isSame(one: string, other: string | undefined): boolean {
    const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
    return other !== undefined && timingSafeEqual(hash(one), hash(other));
}

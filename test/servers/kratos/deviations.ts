import type { DescribedPod } from "./manifests";

/**
 * All by which the pods of these tests differ from the manifests: they share one machine, so ports and folders are their
 * own and other pods are on loopback; the courier looks more often; and the newest Kratos to be had as a Go module is
 * v1.3.1, not v26.2.0.
 */

/** What stands for the rest of the cluster. */
export interface Neighbours {
    /** Port of Postgres on `localhost`. */
    readonly postgres: number;
    /** Port of the mail server on `localhost`. */
    readonly mail: number;
}

/** The pod, at home in `folder`, with each of its ports replaced by the one of the same name. */
export function relocated(
    pod: DescribedPod,
    folder: string,
    ports: Readonly<Record<string, number>>,
    neighbours: Neighbours,
): DescribedPod {
    const replacements: [RegExp, string][] = [
        [/\/etc\/kratos\//g, `${folder}/etc/kratos/`],
        [/\bkratos-postgres\.kratos\.svc:5432\b/g, `localhost:${neighbours.postgres}`],
        [/\bhost=kratos-postgres\.kratos\.svc\nport=5432\b/g, `host=localhost\nport=${neighbours.postgres}`],
        [/\bemail-smtp\.us-east-1\.amazonaws\.com:(465|587)\b/g, `localhost:${neighbours.mail}`],
        ...Object.entries(pod.ports).flatMap(([name, number]): [RegExp, string][] => [
            [new RegExp(`^( +)port: ${number}$`, "gm"), `$1port: ${ports[name] ?? 0}\n$1host: 127.0.0.1`],
            [new RegExp(`(--expose-metrics-port)=${number}$`, "g"), `$1=${ports[name] ?? 0}`],
        ]),
    ];
    const move = (text: string): string =>
        replacements.reduce((moved, [pattern, replacement]) => moved.replaceAll(pattern, replacement), text);
    const folders = Object.entries(pod.folders).map(
        ([mount, files]) => [`${folder}${mount}`, mapValues(files, move)] as const,
    );
    return {
        ...pod,
        args: pod.args.map(move),
        env: mapValues(pod.env, move),
        folders: Object.fromEntries(folders),
        ports: { ...pod.ports, ...ports },
    };
}

/** The pod as v1.3.1 wants it. */
export function forOldestKratos(pod: DescribedPod): DescribedPod {
    return {
        ...pod,
        // `migrate sql` has no subcommands yet.
        args: pod.args.filter((argument, at) => argument !== "up" || pod.args[at - 1] !== "sql"),
        folders: mapValues(pod.folders, (files) => mapValues(files, olderFile)),
    };
}

function olderFile(text: string, name: string): string {
    switch (name) {
        case "kratos.yml":
            return withQuickCourier(text).replace(/^version: v26\.2\.0$/m, "version: v1.3.1");
        case "secrets.json": {
            // It refuses settings that it does not know.
            const { secrets } = JSON.parse(text) as { secrets: Record<string, string[]> };
            const known = Object.entries(secrets).filter(([setting]) => setting !== "pagination");
            return JSON.stringify({ secrets: Object.fromEntries(known) });
        }
        default:
            return text;
    }
}

/** Its time runs fifty times as fast. */
function withQuickCourier(text: string): string {
    return text.replace(/^( +pull_wait): 10s$/m, "$1: 200ms");
}

function mapValues<From, To>(
    of: Readonly<Record<string, From>>,
    change: (value: From, key: string) => To,
): Record<string, To> {
    return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));
}

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Platform } from "../../../components/platform";
import { record, type Recording } from "../../support/record";
import { stackConfig } from "../../support/stack";
import { stackFile } from "../../support/stacks/files";

/** What Kratos consists of. */
export const workloads = {
    server: { workload: "kubernetes:apps/v1:Deployment::kratos", container: "kratos" },
    courier: { workload: "kubernetes:apps/v1:Deployment::kratos-courier", container: "kratos-courier" },
    requeue: { workload: "kubernetes:apps/v1:Deployment::kratos-courier", container: "requeue" },
    migration: { workload: "kubernetes:batch/v1:Job::kratos-migrate", container: "kratos-migrate" },
    grants: { workload: "kubernetes:batch/v1:Job::kratos-migrate", container: "grants" },
    cleanup: { workload: "kubernetes:batch/v1:CronJob::kratos-cleanup", container: "kratos-cleanup" },
    mails: { workload: "kubernetes:batch/v1:CronJob::kratos-cleanup", container: "mails" },
} as const;

export type WorkloadName = keyof typeof workloads;

/** The prod stack as it stands, with whole keys of it replaced. */
export function prodStack(changes: Readonly<Record<string, unknown>> = {}): Promise<Recording> {
    return record(() => new Platform("platform", { config: stackConfig("prod", changes) }));
}

/** A key of the prod stack's file, to change a part of it. */
export function prodValue(key: string): object {
    const file = readFileSync(stackFile("prod"), "utf8");
    return (parse(file) as { config: Record<string, object> }).config[`kato-platform:${key}`] ?? {};
}

/** What the database accepts, by login. */
export function databasePasswords(stack: Recording): Record<string, string> {
    const { data } = stack.one("kubernetes:core/v1:Secret::kratos-postgres-logins").inputs as {
        data: { "a secret": Record<string, string> };
    };
    const decoded = Object.entries(data["a secret"]).map(([login, value]) => [login, Buffer.from(value, "base64")]);
    return Object.fromEntries(decoded.map(([login, password]) => [login, String(password)])) as Record<string, string>;
}

/** Names that Kratos' certificate is for. */
export function certificateNames(stack: Recording): string[] {
    const { spec } = stack.one("kubernetes:cert-manager.io/v1:Certificate::kratos-tls").inputs as {
        spec: { dnsNames: string[] };
    };
    return spec.dnsNames;
}

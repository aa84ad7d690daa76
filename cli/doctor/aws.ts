import { APPLICATION, IDENTITY } from "../../components/namespaces";
import { credentialsAlias, credentialsPath, volumesAlias } from "../../components/secrets/aws-names";
import { PART_OF } from "../../components/workload/labels";
import { type Config, fullKey } from "../../config";
import { awsCli, AwsError } from "../shared/aws-cli";
import { messageOf } from "../shared/exit";
import { type Finding, hasProblem } from "./report";

/** What AWS has under a name. */
interface Taken {
    readonly tags: Readonly<Record<string, string>>;
    /** The day until which it can be restored. @default nobody has deleted it */
    readonly deletedOn?: string;
}

/**
 * Whether the names that a stack uses in AWS are free or its own: one that somebody else has stops `up` in the middle.
 * Where AWS cannot be asked, that is a warning.
 */
export async function checkAws({ secrets, storage, stack }: Config): Promise<Finding[]> {
    if (secrets.store === "none") {
        return [];
    }
    const { region, name } = secrets.aws;
    const makesVolumesKey = storage.mode === "aws-ebs" && storage.kmsKeyArn === undefined;
    const paths = [APPLICATION, IDENTITY].map((service) => credentialsPath(service, name));
    const aliases = [credentialsAlias(name), ...(makesVolumesKey ? [volumesAlias(name)] : [])];
    const subject = "AWS";
    try {
        const account = await ask<string>(region, "sts", "get-caller-identity", "--query", "Account");
        const findings = await Promise.all([
            ...paths.map((path) => judge(path, stack, secretAt(path, region))),
            ...aliases.map((alias) => judge(alias, stack, keyBehind(alias, region))),
        ]);
        const where = `account ${account}, ${region}`;
        const taken = hasProblem(findings);
        return [
            { level: taken ? "problem" : "fine", subject, detail: taken ? `${where}: ${mend(stack)}` : where },
            ...findings,
        ];
    } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return [{ level: "warning", subject, detail: `cannot tell whether its names are free: ${error.message}` }];
    }
}

function mend(stack: string): string {
    return (
        `names are taken, so \`up\` would fail: \`${ownNames(stack)}\` gives this stack names of its own. ` +
        "A secret of this stack that is scheduled for deletion can be restored: docs/runbooks/interrupted-deployment.md"
    );
}

/** The command that gives a stack other names. */
export function ownNames(stack: string): string {
    return `pulumi config set --path '${fullKey("secrets.aws.name")}' NAME --stack ${stack}`;
}

/** @param look undefined where the name is free */
async function judge(subject: string, stack: string, look: Promise<Taken | undefined>): Promise<Finding> {
    let taken: Taken | undefined;
    try {
        taken = await look;
    } catch (error) {
        return { level: "warning", subject, detail: `cannot tell whether it is free: ${messageOf(error)}` };
    }
    if (taken === undefined) {
        return { level: "fine", subject, detail: "free" };
    }
    if (taken.deletedOn !== undefined) {
        return { level: "problem", subject, detail: `scheduled for deletion, and taken until ${taken.deletedOn}` };
    }
    const { stack: owner, "part-of": program } = taken.tags;
    if (program !== PART_OF) {
        return { level: "problem", subject, detail: `taken by something else than ${PART_OF}` };
    }
    if (owner === undefined) {
        const detail = "taken, by this stack or another: it has no tag `stack`, which the next `up` of its owner adds";
        return { level: "warning", subject, detail };
    }
    return owner === stack
        ? { level: "fine", subject, detail: "this stack's" }
        : { level: "problem", subject, detail: `taken by stack ${owner}` };
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
async function secretAt(path: string, region: string): Promise<Taken | undefined> {
    interface Secret {
        readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
        /** ISO 8601, or seconds with the first version of the CLI. */
        readonly DeletedDate?: string | number;
    }
    try {
        const secret = await ask<Secret>(region, "secretsmanager", "describe-secret", "--secret-id", path);
        const tags = Object.fromEntries((secret.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
        return { tags, ...(secret.DeletedDate === undefined ? {} : { deletedOn: day(secret.DeletedDate) }) };
    } catch (error) {
        if (error instanceof AwsError && error.code === "ResourceNotFoundException") {
            return undefined;
        }
        throw error;
    }
}

function day(date: string | number): string {
    return new Date(typeof date === "number" ? date * 1000 : date).toISOString().slice(0, "2026-01-31".length);
}

/** An alias has no tags, its key has. */
async function keyBehind(alias: string, region: string): Promise<Taken | undefined> {
    const query = ["--query", `Aliases[?AliasName=='${alias}'].TargetKeyId`];
    const [key] = await ask<string[]>(region, "kms", "list-aliases", ...query);
    if (key === undefined) {
        return undefined;
    }
    interface Tagged {
        readonly Tags: readonly { readonly TagKey: string; readonly TagValue: string }[];
    }
    const { Tags } = await ask<Tagged>(region, "kms", "list-resource-tags", "--key-id", key);
    return { tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])) };
}

async function ask<T>(region: string, ...args: readonly string[]): Promise<T> {
    return JSON.parse(await awsCli(...args, "--region", region, "--output", "json")) as T;
}

/**
 * Stands for the aws provider (@pulumi/aws): resources are recorded under an ARN. Kept from the real one is what the
 * scenarios depend on: the name of a Secrets Manager secret is taken while the secret exists and through its recovery
 * window after that, and a secret's version holds its value and is replaced when the value changes.
 */
import { createHash } from "node:crypto";
import type { Double, Subject } from "../double";
import { serveDouble } from "../server";
import type { Store } from "../store";
import { type Properties, textOf } from "../wire";

const secretType = "aws:secretsmanager/secret:Secret";
const versionType = "aws:secretsmanager/secretVersion:SecretVersion";
const deletedType = "aws:secretsmanager/secret:Secret (scheduled for deletion)";
/** The account of AWS's own documentation. */
const account = "123456789012";

/** Inputs that a real resource cannot change in place. */
const fixed: Readonly<Record<string, readonly string[]>> = {
    [secretType]: ["name", "namePrefix"],
    [versionType]: ["secretId", "secretString", "secretBinary"],
    "aws:secretsmanager/secretPolicy:SecretPolicy": ["secretArn"],
    "aws:kms/alias:Alias": ["name", "namePrefix"],
    "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion"],
};

serveDouble("aws", (store): Double => ({
    replacement: ({ type }, _olds, _news, changed) => ({
        because: changed.filter((path) => (fixed[type] ?? []).includes(path.split(".")[0] ?? path)),
        deleteFirst: false,
    }),
    create: (subject, inputs) => {
        const id = identifier(store, subject, inputs);
        const outputs = withComputed(subject, id, inputs);
        store.set(id, { type: subject.type, object: outputs });
        return { id, outputs };
    },
    read: (_subject, id) => store.get(id)?.object,
    update: (subject, id, inputs) => {
        const outputs = withComputed(subject, id, inputs);
        store.set(id, { type: subject.type, object: outputs });
        return outputs;
    },
    delete: ({ type }, id, state) => {
        store.remove((existing) => existing === id);
        if (type === secretType && state["recoveryWindowInDays"] !== 0) {
            store.set(id, { type: deletedType, object: { name: state["name"] ?? "" } });
        }
    },
    secretOutputs: ({ type }) => (type === versionType ? ["secretString", "secretBinary"] : []),
    invoke: (token) => invoke(token),
}));

function identifier(store: Store, { type, name }: Subject, inputs: Properties): string {
    const service = type.split(":")[1]?.split("/")[0] ?? type;
    if (type !== secretType) {
        const unique = createHash("sha256")
            .update(JSON.stringify([type, name, inputs]))
            .digest("hex")
            .slice(0, 12);
        return `arn:aws:${service}:us-east-1:${account}:${name}/${unique}`;
    }
    const id = `arn:aws:secretsmanager:us-east-1:${account}:secret:${textOf(inputs["name"] ?? name)}`;
    const taken = store.get(id);
    if (taken !== undefined) {
        throw new Error(
            taken.type === deletedType
                ? "InvalidRequestException: a secret with this name is already scheduled for deletion"
                : `ResourceExistsException: the secret ${textOf(inputs["name"])} already exists`,
        );
    }
    return id;
}

function withComputed({ type }: Subject, id: string, inputs: Properties): Properties {
    const last = id.slice(id.lastIndexOf("/") + 1);
    const computed: Properties = { arn: id };
    if (type === "aws:kms/key:Key") {
        computed["keyId"] = last;
    }
    if (type === versionType) {
        computed["versionId"] = last;
    }
    return { ...inputs, ...computed };
}

function invoke(token: string): Properties {
    switch (token) {
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return {
                accountId: account,
                arn: `arn:aws:iam::${account}:user/deployer`,
                id: account,
                userId: "deployer",
            };
        case "aws:index/getPartition:getPartition":
            return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };
        case "aws:index/getRegion:getRegion":
            return { name: "us-east-1", region: "us-east-1", id: "us-east-1" };
        default:
            throw new Error(`The stand-in aws provider has no function ${token}.`);
    }
}

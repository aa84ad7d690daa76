import { awsCli } from "../shared/aws-cli";
import type { ReadStore } from "./checks/secrets";
import { parseJson } from "./json";

/** Reads AWS Secrets Manager. */
export function awsStore(region: string): ReadStore {
    return async (path) => {
        const args = ["secretsmanager", "get-secret-value", "--region", region, "--secret-id", path];
        const document = await awsCli(...args, "--query", "SecretString", "--output", "text");
        return parseJson(document, path) as Record<string, string>;
    };
}

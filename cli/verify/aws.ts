import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ReadStore } from "./checks/secrets";
import { parseJson } from "./json";

/**
 * Reads AWS Secrets Manager with the AWS CLI: whoever reaches an EKS cluster has it and is logged in with it (SSO, roles,
 * MFA), and an SDK of our own would be a tree of packages for one call. What it prints stays in memory.
 */
export function awsStore(region: string): ReadStore {
    return async (path) => {
        const args = ["secretsmanager", "get-secret-value", "--region", region, "--secret-id", path];
        const document = await run([...args, "--query", "SecretString", "--output", "text"]);
        return parseJson(document, path) as Record<string, string>;
    };
}

async function run(args: readonly string[]): Promise<string> {
    try {
        const { stdout } = await promisify(execFile)("aws", [...args], { timeout: 30_000 });
        return stdout;
    } catch (error) {
        const { code, stderr } = error as { code?: unknown; stderr?: string };
        if (code === "ENOENT") {
            throw new Error("the AWS CLI (`aws`) is not installed; it is what AWS Secrets Manager is read with");
        }
        // Its error says what is wrong with the login or the permission, and has no value in it.
        const message = stderr?.trim().split("\n").at(-1) ?? "";
        throw new Error(message === "" ? "the AWS CLI failed" : `AWS: ${message}`);
    }
}

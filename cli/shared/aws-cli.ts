import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The AWS CLI did not answer; the message says why and has no secret in it. */
export class AwsError extends Error {
    override readonly name = "AwsError";

    /** @param code AWS' own name of the error, e.g. `ResourceNotFoundException`. @default AWS was not reached */
    constructor(
        message: string,
        readonly code?: string,
    ) {
        super(message);
    }
}

/**
 * Asks AWS with its CLI: whoever reaches an EKS cluster has it and is logged in with it (SSO, roles, MFA), and an SDK of our
 * own would be a tree of packages for a few questions. What it prints stays in memory.
 *
 * @throws AwsError
 */
export async function awsCli(...args: readonly string[]): Promise<string> {
    try {
        const { stdout } = await promisify(execFile)("aws", [...args], { timeout: 30_000 });
        return stdout;
    } catch (error) {
        const { code, stderr } = error as { code?: unknown; stderr?: string };
        if (code === "ENOENT") {
            throw new AwsError("the AWS CLI (`aws`) is not installed; it is what AWS is asked with");
        }
        // Its error says what is wrong with the login or the permission, and has no value in it.
        const message = stderr?.trim().split("\n").at(-1) ?? "";
        throw new AwsError(
            message === "" ? "the AWS CLI failed" : `AWS: ${message}`,
            /\((\w+)\) when calling/.exec(message)?.[1],
        );
    }
}

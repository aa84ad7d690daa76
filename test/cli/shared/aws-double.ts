import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** What the stand-in account has. */
export interface AwsAccount {
    /** By path: tags, the day of deletion, and the value. */
    readonly secrets?: Readonly<Record<string, AwsSecret>>;
    /** Tags of the keys behind aliases. */
    readonly aliases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Operations that are refused, e.g. `list-aliases`. */
    readonly denied?: readonly string[];
    /** Nobody is logged in. */
    readonly loggedOut?: boolean;
}

export interface AwsSecret {
    readonly tags?: Readonly<Record<string, string>>;
    readonly deletedDate?: string | number;
    readonly value?: string;
}

/**
 * Stands for the AWS CLI, in a PATH that has nothing else but Node: answers and errors are those of the real CLI (1.45), and
 * an option that it does not have is an error, as there.
 *
 * @returns gives the account; without a call the machine has no AWS CLI
 */
export function ownAws(): (account: AwsAccount) => void {
    let folder = "";
    const before = process.env["PATH"];

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "aws-"));
        process.env["PATH"] = [folder, dirname(process.execPath)].join(delimiter);
    });

    afterEach(() => {
        process.env["PATH"] = before;
        rmSync(folder, { recursive: true });
    });

    return (account) => {
        writeFileSync(join(folder, "aws"), awsProgram(account), { mode: 0o755 });
    };
}

/** The text of the stand-in. */
export function awsProgram(account: AwsAccount): string {
    const program = JSON.stringify(join(__dirname, "aws-program.cjs"));
    return `#!${process.execPath}\nrequire(${program})(${JSON.stringify(account)});\n`;
}

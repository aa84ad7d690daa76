import { project } from "../../config/project";
import { UsageError } from "./exit";

/**
 * The stack's own name: of `dev`, `acme/dev` and `acme/kato-platform/dev`, which are Pulumi's ways to write one, it is `dev`.
 *
 * @throws UsageError if it is none, or of another project
 */
export function stackName(text: string): string {
    const parts = text.split("/");
    const name = parts.at(-1) ?? "";
    if (parts.length > 3 || parts.some((part) => !/^[\w.-]+$/.test(part) || /^\.+$/.test(part))) {
        throw new UsageError(
            `'${text}' cannot be a stack's name: letters, digits, '-', '_' and '.' can, after ORGANIZATION/ or ORGANIZATION/PROJECT/.`,
        );
    }
    const [, of = project] = parts.length === 3 ? parts : [];
    if (of !== project) {
        throw new UsageError(`'${text}' is a stack of the project ${of}; this one is ${project}.`);
    }
    return name;
}

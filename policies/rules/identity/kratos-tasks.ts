import type { Field } from "../../../kubernetes/field";

const TASKS = /^(?:serve|courier|migrate|cleanup)$/;

/** Which of Kratos' commands a container runs, if any: the first of its arguments. */
export function taskOf(container: Field): string | undefined {
    const { text } = container.at("args", 0);
    return text !== undefined && TASKS.test(text) ? text : undefined;
}

import { type Field, UnknownValue } from "./field";

/** What a rule reads, or `undefined` where it is not known yet: for rules that have decided what that means. */
export function ifKnown<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValue) {
            return undefined;
        }
        throw error;
    }
}

/** Whether something stands there that only the deployment will know, such as the ARN of a key made in the same run. */
export function isNotKnownYet(field: Field): boolean {
    return field.isGiven && ifKnown(() => field.value) === undefined;
}

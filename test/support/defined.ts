/** What of a plain value arrives in a manifest or a report: properties that are undefined do not. */
export function defined<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
}

/** The current day in UTC, as `2026-11-22`. Only whoever starts a check asks for it: rules are given the day. */
export function today(): string {
    return new Date().toISOString().slice(0, "2026-11-22".length);
}

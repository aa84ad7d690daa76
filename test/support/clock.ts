/** Runs a program as at noon of another day, written as `2026-11-22`. Only what is now changes: timers are left alone. */
export async function onDay<T>(day: string, program: () => Promise<T>): Promise<T> {
    const now = Date.parse(`${day}T12:00:00Z`);
    const real = globalThis.Date;
    globalThis.Date = new Proxy(real, {
        construct: (target, given: unknown[], newTarget) =>
            Reflect.construct(target, given.length === 0 ? [now] : given, newTarget) as object,
        get: (target, key) => (key === "now" ? () => now : (Reflect.get(target, key) as unknown)),
    });
    try {
        return await program();
    } finally {
        globalThis.Date = real;
    }
}

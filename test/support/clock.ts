import { mock } from "node:test";

/** Runs a program as on another day, written as `2026-11-22`. Timers are left alone. */
export async function onDay<T>(day: string, program: () => Promise<T>): Promise<T> {
    mock.timers.enable({ apis: ["Date"], now: Date.parse(`${day}T12:00:00Z`) });
    try {
        return await program();
    } finally {
        mock.timers.reset();
    }
}

import type { Violation } from "../../../../policies/engine/evaluate";

export type Level = Violation["level"];

/** What stops a deployment comes first. */
export const LEVELS: readonly Level[] = ["mandatory", "advisory"];

/** How a level looks: only what stops a deployment is red. */
export const LEVEL_CLASS: Readonly<Record<Level, string>> = { mandatory: "bad", advisory: "warn" };

export function countText(level: Level, count: number): string {
    return `${count} ${level} ${count === 1 ? "violation" : "violations"}`;
}

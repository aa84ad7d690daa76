import type { Situation } from "../../policies/rule";

/** The situation in which most is asked. */
export const PRODUCTION: Situation = { production: true, today: "2026-11-22" };
export const DEVELOPMENT: Situation = { ...PRODUCTION, production: false };

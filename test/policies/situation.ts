import { situationIn } from "../../policies/engine/rule";

/** The situation in which most is asked. */
export const PRODUCTION = situationIn("production", "2026-11-22");
export const STAGING = situationIn("staging", "2026-11-22");
export const DEVELOPMENT = situationIn("development", "2026-11-22");

import { Platform } from "../../components/platform";
import { record, type Recording } from "./record";
import { stackConfig } from "./stack";

const recorded = new Map<string, Promise<Recording>>();

/** The whole platform of a stack, recorded once for all tests. */
export function recordedPlatform(stack: "dev" | "prod"): Promise<Recording> {
    const recording = recorded.get(stack) ?? record(() => new Platform("platform", { config: stackConfig(stack) }));
    recorded.set(stack, recording);
    return recording;
}

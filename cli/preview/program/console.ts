import type { Message } from "../model/recording";

const LEVELS = { debug: undefined, log: "info", info: "info", warn: "warning", error: "error" } as const;

/**
 * Collects what is written to the console until the returned function is called, so that it neither mixes with the
 * command's own output nor gets lost. Pulumi's log functions write there too when no engine is connected.
 */
export function captureConsole(messages: Message[]): () => void {
    const originals = { ...console };
    for (const [method, level] of Object.entries(LEVELS) as [keyof typeof LEVELS, Message["level"] | undefined][]) {
        console[method] = (...args: unknown[]) => {
            const text = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
            if (level !== undefined) {
                messages.push({ level, text: text.replace(/^\w+: \[runtime\] /, "") });
            }
        };
    }
    return () => {
        Object.assign(console, originals);
    };
}

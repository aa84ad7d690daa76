import { z } from "zod";
import { bytes, cpu } from "./fields";

/** What a container asks for and the most it gets; `least` is the memory that it needs, and `why` what happens with less. */
export function resources(defaults: { request: string; limit: string; memory: string; least?: string; why?: string }) {
    return z
        .strictObject({
            cpu: z
                .strictObject({
                    request: cpu("100m").default(defaults.request).describe("Share of a core that is reserved."),
                    limit: cpu("1").default(defaults.limit).describe("Ceiling."),
                })
                .prefault({})
                .describe("Processor time."),
            memory: bytes("256Mi", defaults.least, defaults.why)
                .default(defaults.memory)
                .describe("Request and limit in one."),
        })
        .prefault({})
        .describe("What each pod asks for and the most it gets.");
}

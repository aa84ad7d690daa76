import { z } from "zod";
import { count, line } from "./fields";

/** How long personal data is kept. */
export const retention = z
    .strictObject({
        days: count(1, 36_500)
            .default(90)
            .meta({ example: "90" })
            .describe(
                "After how many days KATO's and Kratos' data is deleted. In production, more than 90 needs an exception from `data-retention`.",
            ),
        inKato: z
            .boolean()
            .default(true)
            .describe(
                "Whether a nightly job deletes KATO's old data. `false` where its image has nothing that does: all of it is then kept for ever, which in production needs an exception from `data-retention`.",
            ),
        command: z
            .array(line("a word of a command", "python"))
            .min(1)
            .max(100)
            .default(["python", "-m", "kato.workers.data_retention"])
            .describe(
                "What deletes it in KATO: a command of its image, which finds the days in `RETENTION_DAYS`. The default is the security guide's module. Without `inKato`, nothing.",
            ),
    })
    .prefault({})
    .describe("How long data is kept.");

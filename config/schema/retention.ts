import { z } from "zod";
import { count, line } from "./fields";

/** How long personal data is kept. */
export const retention = z
    .strictObject({
        days: count(1, 36_500)
            .default(90)
            .meta({ example: "90" })
            .describe("After how many days KATO's and Kratos' data is deleted."),
        command: z
            .array(line("a word of a command", "python"))
            .min(1)
            .max(100)
            .optional()
            .meta({ defaultText: "KATO's job is suspended" })
            .describe("What deletes it in KATO: a command of its image, which finds the days in `RETENTION_DAYS`."),
    })
    .prefault({})
    .describe("How long data is kept.");

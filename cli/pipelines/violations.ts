import { fromRun } from "./run-command";

export const command = fromRun(
    "violations",
    "Prints how many violations of mandatory policies a run has.",
    ({ violations }) => String(violations.length),
);

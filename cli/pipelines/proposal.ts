import { fromRun } from "./run-command";
import { proposalOf } from "./text";

export const command = fromRun(
    "proposal",
    "Prints a text that is equal for equal proposals; it begins with the number of changes.",
    proposalOf,
);

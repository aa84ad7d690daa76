import { fromRun } from "./run-command";
import { runAsMarkdown } from "./text";

export const command = fromRun("changes", "Prints what a run of the engine proposes, without values.", runAsMarkdown);

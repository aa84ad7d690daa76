import type { Recording } from "../../support/record";
import type { World } from "./world";

/** What the sections of the suite share; there once the suite's own `before` has run. */
export interface Given {
    readonly world: World;
    /** The prod stack as it stands. */
    readonly stack: Recording;
}

import type { ResourceEntry } from "../model/entries";
import type { ResourceChange } from "./changes";
import type { FieldChange } from "./field-changes";

/** A resource that is not the same in two previews. */
export interface Difference {
    readonly change: ResourceChange;
    /** As it was. @default it is new */
    readonly before?: ResourceEntry;
    /** As it will be. @default it is gone */
    readonly after?: ResourceEntry;
    /** Those of the changed fields that cannot change in place. */
    readonly final: readonly FieldChange[];
}

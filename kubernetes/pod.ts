import type { Field } from "./field";

/** The three lists of containers; the Pod Security Standards apply to each. */
export const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;
export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** One container of a pod. */
export interface Container {
    readonly field: Field;
    readonly list: ContainerList;
}

/** A pod, or the template of one. */
export class Pod {
    readonly metadata: Field;
    readonly spec: Field;
    #containers: readonly Container[] | undefined;

    constructor(field: Field) {
        this.metadata = field.at("metadata");
        this.spec = field.at("spec");
    }

    /** All containers of the three lists. */
    get containers(): readonly Container[] {
        this.#containers ??= CONTAINER_LISTS.flatMap((list) =>
            this.spec
                .at(list)
                .items()
                .map((field) => ({ field, list })),
        );
        return this.#containers;
    }

    /**
     * Windows pods have no Linux security context: the API refuses one, and the standard waives the controls that live
     * there. A Linux node does not run such a pod, so this is no way around them.
     */
    get isWindows(): boolean {
        return this.spec.at("os", "name").value === "windows";
    }
}

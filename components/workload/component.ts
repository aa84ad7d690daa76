import * as pulumi from "@pulumi/pulumi";

/**
 * The base of every component. Pulumi records `dependsOn` for the component alone; here it reaches the children, so that
 * nothing is made before what it needs and nothing is destroyed before what needs it.
 */
export abstract class Component extends pulumi.ComponentResource {
    readonly #dependsOn: pulumi.Input<pulumi.Resource>[];

    protected constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions = {}) {
        super(type, name, {}, opts);
        this.#dependsOn = asList(opts.dependsOn);
    }

    /** Options for a child: its parent, what the component depends on, and `extra`. */
    protected child(extra: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
        return { ...extra, parent: this, dependsOn: [...this.#dependsOn, ...asList(extra.dependsOn)] };
    }
}

function asList(dependsOn: pulumi.ComponentResourceOptions["dependsOn"] = []): pulumi.Input<pulumi.Resource>[] {
    return Array.isArray(dependsOn) ? dependsOn : [dependsOn as pulumi.Input<pulumi.Resource>];
}

/**
 * The escape hatch that every component offers per child: a function that changes the child's arguments in place just
 * before it is made. Policies still check the result.
 */
export type Transform<Args> = (args: Args) => void;

/** Applies an optional transform and returns the arguments. */
export function transformed<Args>(args: Args, transform: Transform<Args> | undefined): Args {
    transform?.(args);
    return args;
}

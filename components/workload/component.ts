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

/** Members that every object of ours has where its kind knows them, though the kind would do without. */
type Present = "metadata" | "spec" | "template" | "jobTemplate";

/**
 * Arguments as components make them: plain objects and lists, in which single values alone may be outputs. So a transform can
 * reach into them: `spec.template.spec.priorityClassName = "high"`.
 */
export type Made<T> =
    T extends Promise<unknown>
        ? never
        : T extends pulumi.OutputInstance<infer Value>
          ? MadeOutput<Value>
          : T extends readonly (infer Item)[]
            ? Made<Item>[]
            : T extends object
              ? { [K in keyof T as Exclude<K, Present>]: Made<T[K]> } & {
                    [K in keyof T as Extract<K, Present>]-?: Made<NonNullable<T[K]>>;
                }
              : T;

/** Not distributed over a union of values: it is one output of any of them. */
type MadeOutput<Value> = [NonNullable<Value>] extends [object] ? never : pulumi.Output<Value>;

/**
 * The escape hatch that a component offers per child: a function that changes the child's arguments in place just before it is
 * made. Policies still check the result.
 */
export type Transform<Args> = (args: Made<Args>) => void;

/** Applies an optional transform and returns the arguments. */
export function transformed<Args>(args: Args, transform: Transform<Args> | undefined): Args {
    // The kinds' types allow an output anywhere; that ours have none above a single value is what a test of all transforms shows.
    transform?.(args as Made<Args>);
    return args;
}

import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A Kubernetes Secret as those who use it see it: which keys it has and how to mount them, never a value.
 */
export class ServiceSecret<K extends string> {
    constructor(
        /** Name of the Secret object. */
        readonly name: pulumi.Input<string>,
    ) {}

    /** An environment variable that holds the value of `key`; prefer `files` wherever the software can read a file. */
    env(variable: string, key: K): types.input.core.v1.EnvVar {
        return { name: variable, valueFrom: { secretKeyRef: { name: this.name, key } } };
    }

    /**
     * A volume with these keys as files and none of the others.
     *
     * Files are readable by the pod's group alone (mode 0440), so the pod must own its volumes.
     */
    files(volume: string, keys: readonly K[]): types.input.core.v1.Volume {
        return {
            name: volume,
            secret: {
                secretName: this.name,
                defaultMode: 0o440,
                items: keys.map((key) => ({ key, path: key })),
            },
        };
    }

    /** A volume with every key as a file, for a store whose keys come and go with the generations while it runs. */
    folder(volume: string): types.input.core.v1.Volume {
        return { name: volume, secret: { secretName: this.name, defaultMode: 0o440 } };
    }
}

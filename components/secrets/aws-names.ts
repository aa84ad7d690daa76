import { PART_OF } from "../workload/labels";

/** What the platform makes in AWS is called, and whose it is. An account has each name once in a region. */

/** @param name the stack's in AWS: `secrets.aws.name`, or the environment */
export function credentialsPath(service: string, name: string): string {
    return `${service}/${name}/credentials`;
}

/** Of the key that encrypts the credentials. */
export function credentialsAlias(name: string): string {
    return `alias/${PART_OF}-${name}`;
}

/** Of the key that encrypts the volumes. */
export function volumesAlias(name: string): string {
    return `alias/${PART_OF}-${name}-volumes`;
}

/** The project, the stack and its environment: whose a name is that another stack finds taken. */
export interface AwsOwner {
    /** Name of the Pulumi stack. */
    readonly stack: string;
    readonly environment: string;
}

/** Tags of everything that the platform makes in AWS and that takes tags. */
export function awsTags({ stack, environment }: AwsOwner): Record<string, string> {
    return { "part-of": PART_OF, stack, environment };
}

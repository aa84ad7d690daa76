import type { PolicyResource } from "../../../../kubernetes/resource";

export type Json = Record<string, unknown>;

export const ACCOUNT = "arn:aws:iam::111122223333:root";
export const ROLE = "arn:aws:iam::111122223333:role/kato";
/** What AWS gives a key that comes without a policy. */

/** A policy document with these statements. */
export function policy(...statements: readonly unknown[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

export function made(type: string, props: Json): readonly PolicyResource[] {
    return [{ type: `aws:${type}`, name: "kato", props }];
}

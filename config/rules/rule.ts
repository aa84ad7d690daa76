import { environmentNamed, NORMS } from "../../environments";
import type { Finding } from "../finding";
import type { ConfigSource } from "../source";
import type { Parsed } from "../types";

type Partly<T> = T extends string | number | boolean | undefined | null
    ? T | undefined
    : T extends readonly (infer Item)[]
      ? readonly Partly<Item>[]
      : { readonly [K in keyof T]?: Partly<T[K]> } | undefined;

/** A stack as far as its settings passed the schema: whatever did not is `undefined`, and has been reported. */
export type Draft = NonNullable<Partly<Parsed>>;

/** Whether others rely on the stack: everywhere but in development. */
export function isShared({ environment }: Draft): boolean {
    return NORMS[environmentNamed(environment)].shared;
}

/** Looks at settings that only together are right or wrong. Says nothing about those that are missing from the draft. */
export type Rule = (draft: Draft, source: ConfigSource) => Finding[];

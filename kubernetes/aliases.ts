/**
 * How often aliases of a YAML file may repeat what they stand for: enough for any file that a person writes, and an end to
 * aliases of aliases of aliases. The parser's own limit, 100, is below what large stacks and charts have.
 */
export const MOST_ALIASES = 10_000;

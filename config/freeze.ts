/** Freezes plain objects and lists all the way down; what has a class of its own (an Output) is left as it is. */
export function deepFreeze<T>(value: T): T {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && !Array.isArray(value)) return value;
    Object.values(value).forEach(deepFreeze);
    return Object.freeze(value);
}

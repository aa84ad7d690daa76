/** What an identity schema asks of a person, as far as it can be made up. */
interface Schema {
    readonly type?: unknown;
    readonly format?: unknown;
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly pattern?: unknown;
    readonly minimum?: number;
    readonly minLength?: number;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly "ory.sh/kratos"?: {
        readonly credentials?: { readonly password?: { readonly identifier?: boolean } };
        readonly verification?: { readonly via?: string };
    };
}

/** A throw-away person that the schema accepts. */
export interface Person {
    readonly traits: unknown;
    /** Whether registering makes Kratos send a mail. */
    readonly verifiesMail: boolean;
}

/**
 * Makes up traits: what the schema requires, and what a password login goes by.
 *
 * @param document the identity schema
 * @throws Error that names what cannot be made up
 */
export function madeUp(document: Readonly<Record<string, unknown>>, email: string): Person {
    const { properties = {} } = document as Schema;
    const { traits = {} } = properties;
    return { traits: valueFor(traits, "traits", email), verifiesMail: verifies(traits) };
}

function valueFor(schema: Schema, path: string, email: string): unknown {
    const { type, format, properties = {}, required = [], pattern, minimum, minLength = 1 } = schema;
    if (schema.const !== undefined || schema.enum !== undefined) {
        return schema.const ?? schema.enum?.[0];
    }
    if (type === "object") {
        const wanted = Object.entries(properties).filter(([name, of]) => required.includes(name) || identifies(of));
        return Object.fromEntries(wanted.map(([name, of]) => [name, valueFor(of, `${path}.${name}`, email)]));
    }
    // What it logs in with is also what it is found by, so it must be of this run alone.
    if (type === "string" && pattern === undefined && (format === "email" || identifies(schema))) {
        return email;
    }
    if (type === "string" && pattern === undefined && format === undefined) {
        return "verify".padEnd(minLength, "-");
    }
    if (type === "boolean") {
        return true;
    }
    if (type === "integer" || type === "number") {
        return minimum ?? 0;
    }
    throw new Error(`no value can be made up for ${path} of the identity schema, so no account can be registered`);
}

function identifies(schema: Schema): boolean {
    const own = schema["ory.sh/kratos"]?.credentials?.password?.identifier === true;
    return own || Object.values(schema.properties ?? {}).some(identifies);
}

function verifies(schema: Schema): boolean {
    const own = schema["ory.sh/kratos"]?.verification?.via === "email";
    return own || Object.values(schema.properties ?? {}).some(verifies);
}

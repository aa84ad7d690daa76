/** What the schema says about a setting besides its type; errors and docs/configuration.md are written from it. */
declare module "zod" {
    interface GlobalMeta {
        /** What is accepted, as the end of "accepted: …". */
        accepted?: string;
        /** A value that is accepted, used in the commands that errors and the documentation propose. */
        example?: string;
        /** The default in words, where it is not a literal. */
        defaultText?: string;
        /** A file whose content is the value, for settings of many lines. */
        file?: string;
        /** The secret is an object of values by name, and this stands for a name. */
        each?: string;
    }
}

export {};

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Finding, remove, say } from "./finding";
import { isObject } from "./path";
import type { JsonObject } from "./types";

/** It is part of a ConfigMap, of which all is at most 1 MiB. */
const LONGEST = 500_000;

/** Reads the JSON Schema of an identity. What Kratos needs of it is that `properties.traits` describes an object. */
export function readIdentitySchema(directory: string, path: string): { document?: JsonObject; findings: Finding[] } {
    const problem = (what: string): { findings: Finding[] } => {
        const at = ["kratos", "identitySchema"];
        const expected = `the path, relative to the project, of a JSON Schema whose \`properties.traits\` is an object; this file ${what}`;
        return {
            findings: [{ path: at, expected, fixes: [say("correct it, or take the platform's own:"), remove(at)] }],
        };
    };
    let text: string;
    try {
        text = readFileSync(resolve(directory, path), "utf8");
    } catch {
        return problem("cannot be read");
    }
    if (text.length > LONGEST) return problem(`is longer than ${LONGEST} characters`);
    let document: unknown;
    try {
        document = JSON.parse(text);
    } catch {
        return problem("is not valid JSON");
    }
    if (!isObject(document) || !isObject(document["properties"]) || !isObject(document["properties"]["traits"])) {
        return problem("has none");
    }
    return { document, findings: [] };
}

/** What is wrong with a web origin that may call an API with its users' credentials. */
export function originFault(origin: string, shared: boolean): string | undefined {
    const text = origin.trim();
    if (text.includes("*")) {
        return "a wildcard";
    }
    if (text.toLowerCase() === "null") {
        return '"null", which every sandboxed frame and local file is';
    }
    if (shared && /^http:/i.test(text)) {
        return "an origin without TLS";
    }
    if (shared && /^https:\/\/(?:[^/]+\.)?(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i.test(text)) {
        return "an origin on whatever machine the browser runs on";
    }
    return undefined;
}

/** The faults of a list in one text: separated by commas or spaces, or in JSON. */
export function originFaults(list: string, shared: boolean): string[] {
    const origins = list.split(/[\s,;[\]"']+/).filter((origin) => origin !== "");
    return origins.flatMap((origin) => originFault(origin, shared) ?? []);
}

/** How programs call the list: `allowed_origins`, `allowOrigins`, `CORS_ORIGINS`, `cors-allow-origin`, … */
const LIST_NAME = "(?:cors[_-]?(?:allow(?:ed)?[_-]?)?origins?|allow(?:ed)?[_-]?origins?)";
const IS_LIST_NAME = new RegExp(`${LIST_NAME}(?:[_-]?(?:list|\\d+))?$`, "i");

/** Whether a variable, a key or an annotation of that name holds such a list. */
export function isOriginsName(name: string): boolean {
    return IS_LIST_NAME.test(name);
}

const ASSIGNED = `["']?[ \\t]*[:=][ \\t]*`;
/** The list in a file: in brackets, as lines that begin with a dash, or as one value, in quotes or alone on its line. */
const LIST_IN_TEXT = new RegExp(
    `(?:${LIST_NAME}|\\borigins?)${ASSIGNED}(\\[[^\\]]*\\]|(?:[ \\t]*\\n[ \\t]*-[^\\n]*)+|"[^"\\n]*"|'[^'\\n]*'|[^\\n]*)`,
    "gi",
);
const NAMED_LIST = new RegExp(`${LIST_NAME}${ASSIGNED}`, "i");

/**
 * What is wrong with CORS in a configuration file: YAML, JSON, TOML and the like. Found by its words, because nobody knows
 * the format of a text in a ConfigMap; one that says nothing of origins costs one look.
 */
export function corsFaultsInText(text: string, shared: boolean): string[] {
    if (!/origin|cors/i.test(text)) {
        return [];
    }
    const lines = text.replaceAll(/(^|[ \t])#[^\n]*/gm, "$1");
    const blocks = corsBlocks(lines);
    const lists = [...(NAMED_LIST.test(lines) ? [lines] : []), ...blocks].flatMap((part) => listsIn(part));
    const open = blocks.some((block) => /enabled["']?[ \t]*:[ \t]*["']?true/i.test(block) && isUnlisted(block));
    return [
        ...lists.flatMap((list) => originFaults(list, shared)),
        // Kratos and its kin then let in every origin.
        ...(open ? ["CORS without a list of origins, which lets in all"] : []),
    ];
}

function listsIn(text: string): string[] {
    return [...text.matchAll(LIST_IN_TEXT)].map(([, list = ""]) => list.replaceAll(/(^|\n)[ \t]*-[ \t]+/g, " "));
}

function isUnlisted(block: string): boolean {
    return listsIn(block).every((list) => /^[\s[\]"',}]*$/.test(list));
}

/** What stands below the key `cors`: in YAML by indentation, in JSON and YAML's short form by braces. */
function corsBlocks(text: string): string[] {
    const short = [...text.matchAll(/\bcors["']?[ \t]*:\s*(\{[^}]*\})/gi)].map(([, block = ""]) => block);
    const lines = text.split("\n");
    const long = lines.flatMap((line, index) => {
        const indent = /^([ \t]*)["']?cors["']?[ \t]*:[ \t]*$/i.exec(line)?.[1]?.length;
        if (indent === undefined) {
            return [];
        }
        const below = lines.slice(index + 1);
        const end = below.findIndex((next) => next.trim() !== "" && next.search(/\S/) <= indent);
        return below.slice(0, end === -1 ? undefined : end).join("\n");
    });
    return [...short, ...long];
}

import type { Reference } from "../../engine/rule";

/** A page of the OWASP Cheat Sheet Series, by its title. */
export function owasp(title: string): Reference {
    return {
        title: `OWASP Cheat Sheet Series: ${title}`,
        url: `https://cheatsheetseries.owasp.org/cheatsheets/${title.replaceAll(" ", "_")}_Cheat_Sheet.html`,
    };
}

/** Text that is markup already. */
export class Markup {
    constructor(readonly text: string) {}
}

type Value = string | number | Markup | readonly Value[] | undefined;

/** Builds markup: every value is escaped unless it is markup itself; lists are joined, `undefined` is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
    return new Markup(
        strings.map((text, index) => text + (index < values.length ? render(values[index]) : "")).join(""),
    );
}

/** A table that scrolls by itself where the window is too narrow for it. */
export function table(columns: readonly string[], rows: readonly Markup[]): Markup {
    return html`<div class="scroll">
        <table>
            <thead>
                <tr>
                    ${columns.map((column) => html`<th scope="col">${column}</th>`)}
                </tr>
            </thead>
            <tbody>
                ${rows}
            </tbody>
        </table>
    </div>`;
}

function render(value: Value): string {
    if (value === undefined) {
        return "";
    }
    if (value instanceof Markup) {
        return value.text;
    }
    if (typeof value === "object") {
        return value.map(render).join("");
    }
    return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

function escape(text: string): string {
    return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

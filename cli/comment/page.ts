/** What stands for items that do not fit. */
const MORE_LENGTH = 60;

/** A text of limited length: sections come in the order of their weight, and what does not fit is counted. */
export class Page {
    readonly #parts: string[] = [];
    #left: number;
    #isCut = false;

    /** @param most length of the finished text */
    constructor(most: number) {
        this.#left = most;
    }

    /** Whether something did not fit. */
    get isCut(): boolean {
        return this.#isCut;
    }

    get text(): string {
        return this.#parts.join("");
    }

    /** Text that the page cannot do without; the page is made large enough for all of it. */
    add(text: string): void {
        this.#parts.push(text);
        this.#left -= text.length;
    }

    /** A section with as many of its items as fit, or none if not even one does. */
    section(head: string, items: readonly string[], tail = ""): void {
        let room = this.#left - head.length - tail.length - MORE_LENGTH;
        const fitting: string[] = [];
        for (const item of items) {
            room -= item.length;
            if (room < 0) {
                break;
            }
            fitting.push(item);
        }
        const hidden = items.length - fitting.length;
        this.#isCut ||= hidden > 0;
        if (fitting.length > 0) {
            this.add([head, ...fitting, ...(hidden > 0 ? [`- and ${hidden} more\n`] : []), tail].join(""));
        }
    }
}

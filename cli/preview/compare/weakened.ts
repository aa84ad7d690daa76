import type { Danger } from "./changes";
import { label } from "./changes";
import type { Difference } from "./difference";
import { DIRECTIONS } from "./directions";
import { type Leaf, leaves } from "./leaves";

/**
 * Settings that are weaker than before.
 *
 * @param isReported whether a new violation already says so of a setting, by its last key
 */
export function weakened({ change, before, after }: Difference, isReported: (lastKey: string) => boolean): Danger[] {
    if (before === undefined || after === undefined) {
        return [];
    }
    const [old, current] = [leaves(before), leaves(after)];
    return [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
        const [was, is] = [old.get(key), current.get(key)];
        if (isReported(key.slice(key.lastIndexOf(".") + 1))) {
            return [];
        }
        const direction = DIRECTIONS.find(
            ({ type, setting, isWeaker }) =>
                type?.test(change.type) !== false && setting.test(key) && isWeaker(was?.value, is?.value),
        );
        const { path } = (was ?? is) as Leaf;
        return direction === undefined
            ? []
            : [
                  {
                      what: "weakened",
                      subject: label(change),
                      fields: [
                          {
                              path,
                              ...(was === undefined ? {} : { before: was.value }),
                              ...(is === undefined ? {} : { after: is.value }),
                          },
                      ],
                      why: direction.why,
                  },
              ];
    });
}

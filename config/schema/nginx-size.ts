import { z } from "zod";
import { refuse } from "./fields";

/**
 * A size as nginx writes it: `10m` is 10 MiB. It is what every guide to nginx has, and it goes to nginx as it is. (In a Kubernetes
 * quantity `m` is a thousandth, which nobody means here: `10Mi` is refused with the right spelling.)
 */
export function nginxSize(least: string, most: string) {
    return z
        .string()
        .superRefine((value, context) => {
            const kilobytes = kilobytesOf(value);
            if (kilobytes === undefined) {
                const [, number = "", unit = ""] = /^([1-9]\d*)([km])(i|b|ib)?$/i.exec(value) ?? [];
                refuse(context, undefined, number === "" ? undefined : `${number}${unit.toLowerCase()}`);
            } else if (kilobytes < (kilobytesOf(least) ?? 0) || kilobytes > (kilobytesOf(most) ?? 0)) {
                refuse(context);
            }
        })
        .meta({ accepted: `a size as nginx writes it, such as \`10m\` for 10 MiB; \`${least}\` to \`${most}\`` });
}

function kilobytesOf(size: string): number | undefined {
    const [, number, unit] = /^([1-9]\d*)([km])$/.exec(size) ?? [];
    return number === undefined ? undefined : Number(number) * (unit === "m" ? 1024 : 1);
}

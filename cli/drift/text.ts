import { code } from "../pipelines/text";
import { PART_OF } from "../../components/workload/labels";
import type { Unrecorded } from "./look";
import { ownerOf } from "./owner";
import { type KubeObject, shownName } from "./objects";

/** What was found, as Markdown without values: somebody's edit of a live object may hold a secret that nobody has marked. */
export function asMarkdown({ grown, leftovers, strangers }: Unrecorded): string {
    const added = grown.flatMap(({ live, added }) =>
        added.map((one) => {
            const owner = ownerOf(live, one);
            return `| ${code(shownName(live))} | ${code(one.path)} | ${owner === undefined ? "" : code(owner)} |`;
        }),
    );
    const list = (title: string, objects: readonly KubeObject[]): string[] =>
        objects.length === 0 ? [] : [title, "", ...objects.map((one) => `- ${code(shownName(one))}`).sort(), ""];
    return [
        ...(added.length === 0
            ? []
            : [
                  "**Added to objects of the platform**; `up` takes it away",
                  "",
                  "| object | field | by, as the cluster has it |",
                  "| --- | --- | --- |",
                  ...added.sort(),
                  "",
              ]),
        ...list(`**Left by a run of ${PART_OF} that was killed**; \`up\` deletes it`, leftovers),
        ...list("**Not of the platform, in its namespaces**; nothing deletes it but you", strangers),
    ].join("\n");
}

export function isNothing({ grown, leftovers, strangers }: Unrecorded): boolean {
    return grown.length + leftovers.length + strangers.length === 0;
}

import { POD_KINDS } from "../../../kubernetes/kinds";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Finding, Rule } from "../../engine/rule";
import { engineOf } from "../stores";
import { options } from "../data/stores/settings";
import { startsServer } from "../data/stores/start";
import { MONGODB_FILE } from "./files";
import { type Norm, norm, type SettingNorm, settingFindings } from "./norm";

/** A norm for a setting of MongoDB: in its file, or where a pod surely starts it without one, on its command line. */
export function mongodbNorm(about: Norm, option: string, setting: Omit<SettingNorm, "file">): Rule {
    return norm(about, ["ConfigMap", ...POD_KINDS], (object) => [
        ...settingFindings(object, { ...setting, file: MONGODB_FILE }),
        ...onCommandLine(object, option),
    ]);
}

function onCommandLine({ pod, isPatch }: PolicyObject, option: string): Finding[] {
    if (pod === undefined || isPatch) return [];
    return pod.containers.flatMap(({ field }): Finding[] => {
        const image = field.at("image");
        // Bitnami's start script reads files that nobody names.
        if (engineOf(image.text ?? "")?.name !== "MongoDB" || /bitnami/.test(image.text ?? "")) return [];
        const [command, args] = [field.at("command"), field.at("args")].map((list) =>
            list.items().map((word) => ({ text: word.text ?? "" })),
        ) as [{ text: string }[], { text: string }[]];
        const texts = (words: { text: string }[]) => words.map(({ text }) => text);
        if (!startsServer(["mongod"], texts(command), texts(args))) return [];
        const given = options([...command, ...args]);
        if (["config", "f", option.toLowerCase()].some((name) => given.has(name))) return [];
        const written = `--${option}`;
        return [
            { at: image, found: "MongoDB without a file of settings", expected: written, write: `args: [${written}]` },
        ];
    });
}

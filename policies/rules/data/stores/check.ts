import { isNotKnownYet } from "../../../../kubernetes/known";
import type { Container, Pod } from "../../../../kubernetes/pod";
import type { PolicyObject } from "../../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../../engine/rule";
import type { Fault } from "./engine";
import { entries, type Entry } from "./mounts";
import { type AspectName, fileFaults, isServersFile, runningServer } from "./server";

const FILE_HOLDERS = ["ConfigMap", "Secret"];

/**
 * The half of a rule about stores that is the same for all. A file that is surely a server's is judged where it stands, also
 * without a server; a server is judged by all that it is told together.
 */
export function storeRule(aspect: AspectName): Pick<Rule, "kinds" | "scope" | "check"> {
    return {
        // A server's configuration mostly stands in another object.
        scope: "stack",
        kinds: "kubernetes",
        check(object, context) {
            if (FILE_HOLDERS.includes(object.qualifiedKind)) {
                return entries(object)
                    .filter(({ key }) => isServersFile(key))
                    .flatMap((entry) => judged(() => judgeFile(entry, aspect, context)));
            }
            const { pod } = object;
            return pod === undefined
                ? []
                : pod.containers.flatMap((container) =>
                      judged(() => judgeContainer(container, pod, object, aspect, context)),
                  );
        },
    };
}

function judgeFile({ key, from, at, text }: Entry, aspect: AspectName, { shared }: Context): Finding | undefined {
    // A generated Secret is not known before it is made; a ConfigMap that is not is one that nobody has looked at.
    if (at === undefined || (from === "Secret" && isNotKnownYet(at))) {
        return undefined;
    }
    const [fault] = at.isSet ? fileFaults(key, text() ?? "", aspect, shared) : [];
    return fault === undefined ? undefined : finding(fault, at);
}

function judgeContainer(
    container: Container,
    pod: Pod,
    object: PolicyObject,
    aspect: AspectName,
    context: Context,
): Finding[] {
    const running = runningServer(container, pod, object, context);
    if (running === undefined) {
        return [];
    }
    const { server, settings, files, hasHiddenFile } = running;
    const { shared } = context;
    const judgedThere = new Set(
        files.flatMap(({ key, text }) => fileFaults(key, text, aspect, shared).map(({ setting }) => setting)),
    );
    const image = container.field.at("image");
    const faults = server[aspect].faults(settings, shared);
    const missing = server[aspect].missing(settings, shared);
    // Who may come in is often a Secret's to say, which cannot be seen before it is made. Whether there is TLS is no secret.
    const isHidden = (aspect === "authentication" && hasHiddenFile) || object.isPatch;
    const isSaid = faults.some(({ setting }) => setting === missing?.setting);
    const name = container.field.at("name").text;
    const all: readonly Fault[] = [
        ...faults.filter(({ at, setting }) => at !== undefined || !judgedThere.has(setting)),
        ...(missing === undefined || isHidden || isSaid ? [] : [missing]),
    ];
    return all.map((fault) => ({
        ...finding(fault, fault.at ?? image),
        container: name,
    }));
}

function finding({ found, expected, write }: Fault, at: Finding["at"]): Finding {
    return { at, found, expected, write };
}

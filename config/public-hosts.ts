import { katoHost } from "./edge";
import type { Path } from "./path";
import type { Draft } from "./rules/rule";
import { parseUrl } from "./schema/fields";

/** A host name that the edge serves, and the setting that it comes from. */
export interface PublicHost {
    readonly path: Path;
    readonly host: string;
}

/** The host, or where the edge serves it already or it was offered before, one like it. */
export function unusedHost(draft: Draft, host: string, offered: readonly string[] = []): string {
    const taken = [...publicHosts(draft).map((each) => each.host), ...offered];
    let unused = host;
    for (let n = 2; taken.includes(unused); n++) unused = host.replace(".", `-${n}.`);
    return unused;
}

/** Every host that the edge serves, as far as the settings are right: Kratos' hosts, then KATO's. */
export function publicHosts({ environment, kratos, edge }: Draft): PublicHost[] {
    const base = parseUrl(kratos?.publicBaseUrl ?? "")?.hostname;
    const kato = edge === undefined || environment === undefined ? undefined : katoHost(edge.hosts?.kato, environment);
    return [
        { path: ["kratos", "publicBaseUrl"], host: base },
        ...(kratos?.additionalHosts ?? []).map((host, i) => ({ path: ["kratos", "additionalHosts", i], host })),
        { path: ["edge", "hosts", "kato"], host: kato },
    ].flatMap(({ path, host }) => (host === undefined ? [] : [{ path, host }]));
}

import { type Addition, additions } from "./compare";
import { autonamedKinds, type Extras, extrasIn, telling } from "./extras";
import type { KubeApi } from "./kube-api";
import { type KubeObject, keyOf, kindOf } from "./objects";
import type { Recorded } from "./state";

/** A live object with fields that nobody sent. */
export interface Grown {
    readonly live: KubeObject;
    readonly added: readonly Addition[];
}

/** What a cluster has and the state does not. */
export interface Unrecorded extends Extras {
    readonly grown: readonly Grown[];
}

/** How many questions are open at a time. */
const PARALLEL = 8;

/**
 * Looks at everything that a stack has in its cluster, and beside it. What was changed or deleted is not its subject: the
 * engine sees that itself, and puts it back.
 */
export async function look(api: KubeApi, recorded: Recorded): Promise<Unrecorded> {
    const namespaces = recorded.objects
        .filter((one) => kindOf(one) === "Namespace")
        .map(({ metadata }) => metadata.name);
    const inOurs = ({ metadata }: KubeObject): boolean => namespaces.includes(metadata.namespace ?? "");
    const ofOurs = recorded.objects.filter(inOurs).map(({ apiVersion, kind }) => ({ apiVersion, kind }));
    const kinds = new Map(
        [...telling, ...autonamedKinds, ...ofOurs].map((each) => [`${each.apiVersion} ${each.kind}`, each]),
    );
    const lists = namespaces.flatMap((namespace) =>
        [...kinds.values()].map(
            ({ apiVersion, kind }) =>
                () =>
                    api.list(apiVersion, kind, namespace),
        ),
    );
    const single = recorded.objects.filter((one) => !inOurs(one));
    const [listed, alone] = [
        (await together(lists)).flat(),
        (await together(single.map((one) => () => api.get(one)))).filter((one) => one !== undefined),
    ];
    const live = new Map([...listed, ...alone].map((object) => [keyOf(object), object]));
    const grown = recorded.objects.flatMap((sent) => {
        const found = live.get(keyOf(sent));
        const added = found === undefined ? [] : additions(sent, found);
        return found === undefined || added.length === 0 ? [] : [{ live: found, added }];
    });
    return { grown, ...extrasIn(listed, recorded) };
}

async function together<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
    const results = new Array<T>(tasks.length);
    const left = [...tasks.entries()];
    const worker = async (): Promise<void> => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
            results[next[0]] = await next[1]();
        }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return results;
}

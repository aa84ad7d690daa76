import { type Finding, set } from "../finding";
import type { Draft, Rule } from "./rule";
import { isLoopback } from "./site";

/** The stores that may be the platform's own or somebody else's. */
const stores = ["postgres", "mongodb", "redis", "qdrant"] as const;

/** In a pod, localhost is the pod. */
export const serversAreElsewhere: Rule = (draft) =>
    [
        {
            path: ["kratos", "smtp", "host"],
            host: draft.kratos?.smtp?.host,
            example: "email-smtp.us-east-1.amazonaws.com",
        },
        ...otherHosts(draft).map((host, i) => ({
            path: ["mongodb", "otherHosts", i],
            host,
            example: "mongo-2.internal.karima.com",
        })),
        ...stores.map((name) => ({
            path: [name, "host"],
            host: externalHost(draft[name]),
            example: `${name}.internal.karima.com`,
        })),
    ]
        .filter(({ host }) => host !== undefined && isLoopback(host))
        .map(({ path, example }) => ({
            path,
            expected: "the name of a server; inside a pod, localhost is the pod itself",
            fixes: [set(path, example)],
        }));

function otherHosts({ mongodb }: Draft): readonly (string | undefined)[] {
    return mongodb?.mode === "external" ? (mongodb.otherHosts ?? []) : [];
}

function externalHost(store: Draft[(typeof stores)[number]]): string | undefined {
    return store?.mode === "external" ? store.host : undefined;
}

/** A request above its limit is refused by Kubernetes, at the very end of a deployment. */
export const requestsFitLimits: Rule = (draft) =>
    [
        ...stores.map((name) => ({ owner: [name], resources: ownResources(draft[name]) })),
        { owner: ["kratos"], resources: draft.kratos?.resources },
        { owner: ["kato"], resources: draft.kato?.resources },
        { owner: ["edge", "controller"], resources: controllerResources(draft) },
    ].flatMap(({ owner, resources }): Finding[] => {
        const { request, limit } = resources?.cpu ?? {};
        if (request === undefined || limit === undefined || cores(request) <= cores(limit)) return [];
        const path = [...owner, "resources", "cpu", "request"];
        return [{ path, expected: `at most the limit, ${limit}`, fixes: [set(path, limit)] }];
    });

function ownResources(store: Draft[(typeof stores)[number]]) {
    return store?.mode === "standalone" ? store.resources : undefined;
}

function controllerResources({ edge }: Draft) {
    return edge?.controller?.mode === "install" ? edge.controller.resources : undefined;
}

function cores(quantity: string): number {
    return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);
}

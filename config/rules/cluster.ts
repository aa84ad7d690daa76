import { type Finding, set } from "../finding";
import { requirements } from "../schema/walk";
import { apiServer } from "../schema/cluster";
import type { Draft, Rule } from "./rule";

/** Outside development: the kube-context is named. */
export const contextIsNamed: Rule = (draft) => {
    if (draft.cluster === undefined || draft.cluster.context !== undefined) return [];
    const path = ["cluster", "context"];
    const expected =
        "the kube-context to deploy to, never whatever happens to be current (`kubernetes:context` does not replace it)";
    return [{ path, expected, fixes: [set(path, "kato-production")] }];
};

/** Outside development: the API server's addresses are named. */
export const apiServerIsNamed: Rule = (draft) => {
    if (draft.cluster === undefined || draft.cluster.apiServer !== undefined) return [];
    const path = ["cluster", "apiServer"];
    const expected =
        "the addresses and the port of the API server; `kubectl get endpointslices -n default kubernetes` shows them";
    return [{ path, expected, fixes: requirements(apiServer, path).map((each) => set(each.path, each.value)) }];
};

/** A name says which policy a row of the report is about. */
export const endpointNamesAreUnique: Rule = (draft: Draft) => {
    const names = (draft.privateEndpoints ?? []).map((endpoint) => endpoint?.name);
    return names.flatMap((name, i): Finding[] => {
        if (name === undefined || names.indexOf(name) === i) return [];
        const path = ["privateEndpoints", i, "name"];
        return [
            { path, expected: "a name that no other private endpoint has", fixes: [set(path, `${name}-${i + 1}`)] },
        ];
    });
};

import type { AskedOf } from "../../cli/doctor/fake-api-server";
import { telling } from "../../../cli/drift/extras";
import type { Existing } from "../providers/store";
import type { Project } from "./project";

type Live = ReturnType<Project["world"]>[number];

/**
 * Stands for the API server over what the stand-in provider has made: which kinds there are, lists, single objects, JSON
 * patches that remove, deletions. Undefined is its 404.
 */
export function worldAnswer(project: Project, { method, path, body }: AskedOf): object | undefined {
    const [, root = "", namespace, plural, name] =
        /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ??
        [];
    const apiVersion = root.replace(/^\/apis?\//, "");
    const all = project.world("kubernetes").filter(({ object }) => object["apiVersion"] === apiVersion);
    if (plural === undefined) {
        return root === "" ? undefined : { resources: kinds(apiVersion, all) };
    }
    const found = all.filter(
        ({ object }) =>
            pluralOf(String(object["kind"])) === plural &&
            metadataOf(object).namespace === namespace &&
            (name === undefined || metadataOf(object).name === name),
    );
    const [one] = found;
    if (name === undefined) {
        return { items: found.map(({ object }) => object) };
    }
    if (one === undefined || method === "GET") {
        return one?.object;
    }
    if (method === "DELETE") {
        project.vanish("kubernetes", one.id);
    } else {
        const operations = JSON.parse(body) as { op: string; path: string }[];
        const by = { name: "kato-platform-drift" };
        project.tamper("kubernetes", one.id, (object) => operations.forEach((each) => remove(object, each)), by);
    }
    return {};
}

function kinds(apiVersion: string, all: readonly Live[]): object[] {
    const here = all.map(({ object }) => ({
        kind: String(object["kind"]),
        namespaced: "namespace" in metadataOf(object),
    }));
    const always = telling
        .filter((each) => each.apiVersion === apiVersion)
        .map(({ kind }) => ({ kind, namespaced: true }));
    return [...new Map([...always, ...here].map((each) => [each.kind, each])).values()].map((each) => ({
        ...each,
        name: pluralOf(each.kind),
    }));
}

function metadataOf(object: Existing["object"]): { readonly name?: string; readonly namespace?: string } {
    return object["metadata"] as { readonly name?: string; readonly namespace?: string };
}

function pluralOf(kind: string): string {
    return kind.toLowerCase().replace(/(ss|y|)$/, (end) => ({ ss: "sses", y: "ies" })[end] ?? "s");
}

function remove(object: Existing["object"], { op, path }: { op: string; path: string }): void {
    if (op !== "remove") {
        return;
    }
    const steps = path
        .slice(1)
        .split("/")
        .map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"));
    const last = steps.pop() ?? "";
    let parent: unknown = object;
    for (const step of steps) {
        parent = (parent as Record<string, unknown>)[step];
    }
    if (Array.isArray(parent)) {
        parent.splice(Number(last), 1);
    } else {
        Reflect.deleteProperty(parent as object, last);
    }
}

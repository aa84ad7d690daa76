import assert from "node:assert/strict";
import { join } from "node:path";
import { buildPreview } from "../../../cli/preview/program/build";
import { policyResource } from "../../../cli/preview/model/objects";
import { STACK_TYPE } from "../../../cli/preview/model/resources";
import { readProgram } from "../../../cli/preview/program/stack";
import { Progress } from "../../../cli/shared/terminal";
import { evaluate } from "../../../policies/engine/evaluate";
import { formatPath } from "../../../kubernetes/field";
import type { PolicyResource } from "../../../kubernetes/resource";
import { rules } from "../../../policies/rules";
import { stackFile } from "../../support/stacks/files";
import { PRODUCTION } from "../situation";
import { guarded } from "./guarded";
import { changedAt, type Place, placesOf } from "./places";
import type { Row } from "./row";
import { unguarded } from "./unguarded";

/**
 * Everything that the production preview makes, behind a controller of its own and behind Traefik, is taken apart: each field that matters to security is removed or flipped,
 * one at a time, and the rule that a hand-written table names for it must notice. A field that is in no table fails the
 * test, so that a new one is thought about.
 */
describe("a change of production", () => {
    let resources: readonly PolicyResource[] = [];
    let places: readonly Place[] = [];
    let atSite = new Map<string, Place[]>();

    before(async () => {
        const root = join(__dirname, "..", "..", "..");
        const previewed = async (stack: "prod" | "traefik"): Promise<PolicyResource[]> => {
            const program = readProgram(root, stack, stackFile(stack), []);
            const preview = await buildPreview(program, new Progress({ write: () => true }));
            return preview.resources.filter(({ type }) => type !== STACK_TYPE).map(policyResource);
        };
        // Of production behind Traefik, what it has for Traefik; the rest is the same.
        const traefik = (await previewed("traefik")).filter(isInNamespace("traefik"));
        resources = [...(await previewed("prod")), ...traefik];
        places = resources.filter(({ type }) => !type.startsWith("kato:")).flatMap(placesOf);
        atSite = grouped(places, ({ site }) => site);
    });

    it("is to a field that some table names", () => {
        const named = new Set(guarded.filter(({ adds }) => adds === undefined).map(({ site }) => site));
        const open = [...atSite].filter(([, [place]]) => place?.isLeaf === true).map(([site]) => site);
        assert.deepEqual(
            open.filter((site) => !named.has(site) && !unguarded.some(({ sites }) => sites.test(site))).sort(),
            [],
        );
    });

    it("has no table with a field that production does not have", () => {
        const stale = guarded.map(({ site }) => site).filter((site) => !atSite.has(site));
        assert.deepEqual([...new Set(stale)], []);
        const unused = unguarded.filter(({ sites }) => ![...atSite.keys()].some((site) => sites.test(site)));
        assert.deepEqual(
            unused.map(({ sites }) => sites.source),
            [],
        );
    });

    for (const [title, rows] of grouped(guarded, titleOf)) {
        it(title, () => {
            const mutations = rows.flatMap((row) => {
                const meant = (atSite.get(row.site) ?? []).filter((place) => row.where?.(place) !== false);
                const found = meant.flatMap((place) => mutationsOf(row, place));
                assert.ok(found.length > 0, "a line of the table changes nothing");
                return found.map((mutation) => ({ mutation, rule: row.rule }));
            });
            const survivors = mutations.filter(({ mutation, rule }) => !notices(rule, mutation, resources));
            assert.deepEqual(
                survivors.map(({ mutation }) => describeMutation(mutation)),
                [],
            );
        });
    }
});

function isInNamespace(namespace: string): (resource: PolicyResource) => boolean {
    return ({ type, props }) =>
        type !== "kubernetes:cert-manager.io/v1:Certificate" &&
        (props["metadata"] as { namespace?: string } | undefined)?.namespace === namespace;
}

interface Mutation {
    readonly place: Place;
    readonly value: unknown;
}

function mutationsOf({ change, adds }: Row, place: Place): Mutation[] {
    const target = adds === undefined ? place : { ...place, keys: [...place.keys, adds], value: undefined };
    return change(target.value).map((value) => ({ place: target, value }));
}

/** Whether the rule objects to the changed resource, and did not object before. */
function notices(id: string, { place, value }: Mutation, resources: readonly PolicyResource[]): boolean {
    const rule = rules.find((candidate) => candidate.id === id);
    assert.ok(rule, `there is no rule ${id}`);
    const changed = changedAt(place, value) ?? [];
    const before = rule.scope === "stack" ? resources : [place.resource];
    const after = before.flatMap((resource) => (resource === place.resource ? changed : resource));
    const violations = (of: readonly PolicyResource[]) =>
        evaluate([rule], of, PRODUCTION).map(({ violation }) => `${violation.resource} ${violation.message}`);
    const known = new Set(violations(before));
    return violations(after).some((violation) => !known.has(violation));
}

function describeMutation({ place, value }: Mutation): string {
    const shown = typeof value === "symbol" ? String(value.description) : JSON.stringify(value).slice(0, 200);
    return `${place.resource.type} ${place.resource.name} ${formatPath(place.keys)}: ${shown}`;
}

function titleOf({ site, adds, rule }: Row): string {
    return `at ${site}${adds === undefined ? "" : ` + ${adds}`} is noticed by ${rule}`;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
    const groups = new Map<string, T[]>();
    for (const item of items) {
        const group = groups.get(key(item)) ?? [];
        group.push(item);
        groups.set(key(item), group);
    }
    return groups;
}

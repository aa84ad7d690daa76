import { contains } from "./addresses";
import type { Danger } from "./changes";
import type { ResourceEntry } from "../model/entries";
import type { FieldChange } from "./field-changes";
import { covers, type Route, routesOf } from "./routes";
import { fields, list, type Json, text } from "../../../kubernetes/json";

const ROUTE =
    "Clients of the edge reach what they could not. See that it asks who they are, and limits how often they try.";
const SERVICE = "It is reachable from outside the cluster, past the edge with its certificates and limits.";
const CLIENTS = "Addresses that were kept out may connect.";

/** Routes that are new or no longer blocked, Services that leave the cluster, and load balancers open to more addresses. */
export function exposures(before: readonly ResourceEntry[], after: readonly ResourceEntry[]): Danger[] {
    return [...exposedRoutes(before, after), ...exposedServices(before, after)];
}

function exposedRoutes(before: readonly ResourceEntry[], after: readonly ResourceEntry[]): Danger[] {
    const [earlier, current] = [before.flatMap(routesOf), after.flatMap(routesOf)];
    const blockedBefore = earlier.filter(isBlocked);
    const hosts = new Map<string, FieldChange[]>();
    const add = (host: string, change: FieldChange): void => {
        hosts.set(host, [...(hosts.get(host) ?? []), change]);
    };
    for (const route of current.filter((each) => !isBlocked(each))) {
        const same = earlier.filter((other) => isSameTarget(other, route));
        if (same.some(({ path }) => path.text === route.path.text)) {
            continue;
        }
        const wasBlocked = blockedBefore.some((blocked) => blocked.host === route.host && covers(blocked, route));
        // One that a wider new route has with it, such as `/` of a new host, is not said again.
        const isIncluded = current.some((other) => isSameTarget(other, route) && includes(other, route));
        if (wasBlocked || !(isIncluded || same.some((other) => covers(other, route)))) {
            add(route.host, {
                path: route.path.text,
                ...(wasBlocked ? { before: "blocked" } : {}),
                after: route.target ?? "",
            });
        }
    }
    for (const blocked of blockedBefore) {
        const here = current.filter(({ host }) => host === blocked.host);
        const reached = here.find((route) => !isBlocked(route) && covers(route, blocked));
        // One of the same text is already among those above.
        const isListed = hosts.get(blocked.host)?.some(({ path }) => path === blocked.path.text) === true;
        if (reached !== undefined && !isListed && !here.some((route) => isBlocked(route) && covers(route, blocked))) {
            add(blocked.host, { path: blocked.path.text, before: "blocked", after: reached.target ?? "" });
        }
    }
    return [...hosts].map(([host, changes]) => ({
        what: "route exposed",
        subject: `https://${host}`,
        fields: changes,
        why: ROUTE,
        runbook: "docs/edge.md",
    }));
}

function isSameTarget(one: Route, other: Route): boolean {
    return one.host === other.host && one.target === other.target;
}

function includes(one: Route, other: Route): boolean {
    return covers(one, other) && one.path.start.length < other.path.start.length;
}

function isBlocked({ target }: Route): boolean {
    return target === undefined;
}

/** What a Service opens to the outside. */
interface Outside {
    readonly subject: string;
    readonly type: Json | undefined;
    readonly ports: readonly string[];
    readonly externalIPs: readonly string[];
    /** Who may connect; none is anybody. */
    readonly ranges: readonly string[];
}

function exposedServices(before: readonly ResourceEntry[], after: readonly ResourceEntry[]): Danger[] {
    const earlier = new Map(before.flatMap(outsideOf).map((service) => [service.subject, service]));
    return after.flatMap(outsideOf).flatMap((service) => {
        const old = earlier.get(service.subject);
        const isOpen = (type: Json | undefined): boolean => type === "LoadBalancer" || type === "NodePort";
        const opened: FieldChange[] = [
            ...(isOpen(service.type) && !isOpen(old?.type)
                ? [change("type", old?.type, service.type ?? null)]
                : isOpen(service.type)
                  ? gained("ports", old?.ports, service.ports)
                  : []),
            ...gained("externalIPs", old?.externalIPs, service.externalIPs),
        ];
        const widened = isOpen(old?.type) && isOpen(service.type) ? widerRanges(old?.ranges ?? [], service.ranges) : [];
        const danger = (changes: readonly FieldChange[], why: string): Danger[] =>
            changes.length === 0
                ? []
                : [{ what: "route exposed", subject: service.subject, fields: changes, why, runbook: "docs/edge.md" }];
        return [...danger(opened, SERVICE), ...danger(widened, CLIENTS)];
    });
}

function outsideOf({ type, name, inputs }: ResourceEntry): Outside[] {
    if (type !== "kubernetes:core/v1:Service") {
        return [];
    }
    const spec = fields(inputs["spec"]);
    const metadata = fields(inputs["metadata"]);
    const named = `${text(metadata["namespace"]) ?? "default"}/${text(metadata["name"]) ?? name}`;
    return [
        {
            subject: `Service ${named}`,
            type: spec["type"],
            ports: list(spec["ports"]).map((port) => JSON.stringify(fields(port)["port"] ?? null)),
            externalIPs: texts(spec["externalIPs"]),
            ranges: texts(spec["loadBalancerSourceRanges"]),
        },
    ];
}

function texts(value: Json | undefined): string[] {
    return list(value).flatMap((item) => text(item) ?? []);
}

function gained(path: string, before: readonly string[] = [], after: readonly string[]): FieldChange[] {
    const added = after.filter((item) => !before.includes(item));
    return added.length === 0 ? [] : [change(path, before.join(", ") || undefined, after.join(", "))];
}

function widerRanges(before: readonly string[], after: readonly string[]): FieldChange[] {
    const isWider =
        before.length > 0 &&
        (after.length === 0 || after.some((range) => !before.some((other) => contains(other, range))));
    return isWider ? [change("loadBalancerSourceRanges", before.join(", "), after.join(", ") || "anybody")] : [];
}

function change(path: string, before: Json | undefined, after: Json): FieldChange {
    return { path, ...(before === undefined ? {} : { before }), after };
}

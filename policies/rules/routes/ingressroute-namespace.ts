import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { seed } from "../references";
import { INGRESS_ROUTE, MIDDLEWARE } from "./kinds";

export const ingressRouteNamespace: Rule = {
    id: "ingressroute-namespace",
    title: "Traefik's objects refer to their own namespace alone",
    description:
        "A Traefik that follows references to other namespaces (`allowCrossNamespace`) follows everybody's: whoever may write a route anywhere then leads it to any Service, past any Middleware. One that does not serves such a route without an answer.",
    level: "mandatory",
    severity: "medium",
    references: [
        seed("KATO security guide", "Security Checklist: Internal services not exposed externally"),
        {
            title: "Traefik: allowCrossNamespace",
            url: "https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-crd/",
        },
    ],
    remediation:
        "Keep a route beside what it names; a Service of another namespace gets a second name there, of type ExternalName.",
    kinds: [INGRESS_ROUTE, MIDDLEWARE],
    check: (object) => references(object).flatMap((at) => judged(() => judgeNamespace(at, object))),
};

/** Every field that names a namespace. */
function references({ props }: PolicyObject): Field[] {
    const spec = props.at("spec");
    const routes = spec.at("routes").items();
    const services = [...routes.flatMap((route) => route.at("services").items()), spec.at("errors", "service")];
    const middlewares = [...routes, ...services, spec.at("chain")].flatMap((one) => one.at("middlewares").items());
    return [...services, ...middlewares, spec.at("tls", "options"), ...spec.at("parentRefs").items()].map((one) =>
        one.at("namespace"),
    );
}

function judgeNamespace(at: Field, { namespace }: PolicyObject): Finding | undefined {
    return at.value === undefined || at.value === "" || at.value === namespace
        ? undefined
        : { at, expected: `${namespace ?? "the route's own"}, or nothing`, write: "no namespace" };
}

import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { isOf } from "./hosts";
import { INGRESSES, MIDDLEWARE, TRANSPORT_SERVER, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";

/** Where a route sends requests. */
export interface Backend {
    readonly service: Field;
    /** Number or name of the Service's port. */
    readonly port: Field;
}

/** Everything that a route of any kind may send requests to, copies of them and those of its fallback included. */
export function backends(object: PolicyObject): Backend[] {
    const spec = object.props.at("spec");
    if (isOf([VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE, TRANSPORT_SERVER], object)) {
        return spec
            .at("upstreams")
            .items()
            .flatMap((upstream) => [
                { service: upstream.at("service"), port: upstream.at("port") },
                { service: upstream.at("backup"), port: upstream.at("backupPort") },
            ]);
    }
    if (object.is("traefik.io", object.kind)) {
        return traefikServices(object).map((service) => ({ service: service.at("name"), port: service.at("port") }));
    }
    if (isOf(INGRESSES, object)) {
        const paths = spec
            .at("rules")
            .items()
            .flatMap((rule) => rule.at("http", "paths").items());
        const fields = [...paths.map((path) => path.at("backend")), spec.at("defaultBackend"), spec.at("backend")];
        return fields.map(ingressBackend);
    }
    return spec
        .at("rules")
        .items()
        .flatMap((rule) => [...rule.at("backendRefs").items(), ...mirrors(rule)])
        .map((reference) => ({ service: reference.at("name"), port: reference.at("port") }));
}

/** Those of an IngressRoute's routes, of any protocol, or the one that a Middleware asks for its pages. */
export function traefikServices(object: PolicyObject): Field[] {
    const spec = object.props.at("spec");
    return object.qualifiedKind === MIDDLEWARE
        ? [spec.at("errors", "service")].filter(({ isSet }) => isSet)
        : spec
              .at("routes")
              .items()
              .flatMap((route) => route.at("services").items());
}

function ingressBackend(backend: Field): Backend {
    if (backend.at("serviceName").isSet) {
        return { service: backend.at("serviceName"), port: backend.at("servicePort") };
    }
    const port = backend.at("service", "port");
    return { service: backend.at("service", "name"), port: port.at(port.at("name").isSet ? "name" : "number") };
}

function mirrors(rule: Field): Field[] {
    return rule
        .at("filters")
        .items()
        .map((filter) => filter.at("requestMirror", "backendRef"));
}

/** A Service's name without the namespace that an upstream may name before it. */
export function serviceName(service: Field): string {
    const text = service.text ?? "";
    return text.slice(text.lastIndexOf("/") + 1);
}

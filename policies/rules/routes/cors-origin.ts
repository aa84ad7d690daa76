import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { annotations, says } from "./annotations";
import { isOf } from "./hosts";
import { INGRESSES, MIDDLEWARE, NGINX_POLICY, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { actions } from "./locations";
import { corsFaultsInText, isOriginsName, originFault, originFaults } from "./origins";
import { owasp } from "./references";

const HTTP_ROUTE = "HTTPRoute.gateway.networking.k8s.io";

export const corsOrigin: Rule = {
    id: "cors-origin",
    title: "Only named origins may call the API from a browser",
    description:
        "Any page that a user looks at may otherwise read what the API answers to that user. Kratos takes a missing and an empty list for all origins, and KATO a missing one; ingress-nginx does the same.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "CORS Security Best Practices: Never use `*` in production"),
        seed("Kratos production setup", "3. CORS Configuration; checklist: CORS origins set to production domains"),
        owasp("HTML5 Security"),
    ],
    remediation: "List the origins, with https and without wildcards; or switch CORS off.",
    // Programs are told in as many places as there are ways to configure them.
    kinds: "kubernetes",
    check: (object, context) => [
        ...judgeConfigMap(object, context),
        ...judgePod(object, context),
        ...judgeRoute(object, context),
    ],
};

const EXPECTED = { expected: "origins by name", write: "https://app.yourdomain.com" };

function violation(at: Field, found: string | undefined): Finding | undefined {
    return found === undefined ? undefined : { at, found, ...EXPECTED };
}

type Results = ReturnType<Rule["check"]>;

function judgeConfigMap(object: PolicyObject, { shared }: Context): Results {
    if (!object.is("", "ConfigMap")) {
        return [];
    }
    const data = object.props.at("data");
    const texts = data.entries().flatMap(([key, at]) =>
        judged(() => {
            const text = at.text ?? "";
            const faults = isOriginsName(key) ? originFaults(text, shared) : corsFaultsInText(text, shared);
            return violation(at, faults[0] ?? qdrantFault(text));
        }),
    );
    return [...texts, ...judged(() => unlisted(data.at("CORS_ENABLED"), data.at("CORS_ORIGINS")))];
}

/** Its switch lets in every origin, and is on by default. The other setting is how its file is told from others. */
function qdrantFault(text: string): string | undefined {
    const isQdrant = text.includes("verify_https_client_certificate");
    const isOn = text.includes("enable_cors") && /\benable_cors["']?[ \t]*[:=][ \t]*["']?true/i.test(text);
    return isOn || (isQdrant && !text.includes("enable_cors")) ? "CORS for every origin" : undefined;
}

/** KATO's own default is `*`. */
function unlisted(enabled: Field, origins: Field | undefined): Finding | undefined {
    const isOn = String(enabled.value).toLowerCase() === "true";
    return isOn && origins?.isGiven !== true
        ? violation(enabled, "CORS without CORS_ORIGINS, which lets in all")
        : undefined;
}

function judgePod({ pod }: PolicyObject, { shared }: Context): Results {
    return (pod?.containers ?? []).flatMap(({ field }) => {
        const variables = field.at("env").items();
        const named = new Map(variables.map((variable) => [variable.at("name").text ?? "", variable.at("value")]));
        const enabled = named.get("CORS_ENABLED");
        const isAllHere = field.at("envFrom").items().length === 0 && !named.has("CORS_ORIGINS");
        return [
            ...[...named].flatMap(([name, at]) => judged(() => judgeVariable(name, at, shared))),
            ...(enabled !== undefined && isAllHere ? judged(() => unlisted(enabled, undefined)) : []),
        ];
    });
}

function judgeVariable(name: string, at: Field, shared: boolean): Finding | undefined {
    if (isOriginsName(name)) {
        return violation(at, originFaults(at.text ?? "", shared)[0]);
    }
    const isQdrants = name === "QDRANT__SERVICE__ENABLE_CORS" && String(at.value).toLowerCase() === "true";
    return isQdrants ? violation(at, "CORS for every origin") : undefined;
}

function judgeRoute(object: PolicyObject, { shared }: Context): Results {
    const list = (field: Field): Results =>
        field.items().flatMap((at) => judged(() => violation(at, originFault(String(at.value), shared))));
    if (isOf(INGRESSES, object)) {
        return judgeAnnotations(object, shared);
    }
    if (object.qualifiedKind === NGINX_POLICY) {
        return list(object.props.at("spec", "cors", "allowOrigin"));
    }
    if (object.qualifiedKind === MIDDLEWARE) {
        const headers = object.props.at("spec", "headers");
        return [
            ...list(headers.at("accessControlAllowOriginList")),
            // An expression that is not closed at both ends matches what somebody else registers.
            ...headers
                .at("accessControlAllowOriginListRegex")
                .items()
                .map((at) => ({ at, ...EXPECTED })),
            ...headers
                .at("customResponseHeaders")
                .entries()
                .filter(([name]) => name.toLowerCase() === "access-control-allow-origin")
                .flatMap(([, at]) => judged(() => violation(at, originFault(at.text ?? "", shared)))),
        ];
    }
    if (isOf([VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE], object)) {
        const spec = object.props.at("spec");
        return [...spec.at("routes").items(), ...spec.at("subroutes").items()].flatMap((route) =>
            judged(() => answeredHeaders(route, shared)),
        );
    }
    if (object.qualifiedKind === HTTP_ROUTE) {
        const rules = object.props.at("spec", "rules").items();
        const filters = rules.flatMap((rule) => [
            ...rule.at("filters").items(),
            ...rule
                .at("backendRefs")
                .items()
                .flatMap((backend) => backend.at("filters").items()),
        ]);
        return filters.flatMap((filter) => list(filter.at("cors", "allowOrigins")));
    }
    return [];
}

function judgeAnnotations(object: PolicyObject, shared: boolean): Results {
    const all = annotations(object);
    const lists = all.filter(({ name }) => isOriginsName(name));
    const switches = all.filter(({ name }) => name === "enable-cors" || name === "cors-enable");
    return [
        ...lists.flatMap(({ at }) => judged(() => violation(at, originFaults(at.text ?? "", shared)[0]))),
        ...(lists.length > 0 ? [] : switches).flatMap((annotation) =>
            judged(() =>
                violation(annotation.at, says(annotation, true) ? "CORS without a list of origins" : undefined),
            ),
        ),
    ];
}

/** Headers that a route answers with by itself. */
function answeredHeaders(route: Field, shared: boolean): Finding[] {
    return actions(route)
        .flatMap((action) => [
            ...action.at("proxy", "responseHeaders", "add").items(),
            ...action.at("return", "headers").items(),
        ])
        .filter((header) => header.at("name").text?.toLowerCase() === "access-control-allow-origin")
        .flatMap((header) => {
            const at = header.at("value");
            // What the client says in `Origin` is every origin.
            const isEcho = at.text?.includes("http_origin") === true;
            return violation(at, isEcho ? "whatever origin asks" : originFault(at.text ?? "", shared)) ?? [];
        });
}

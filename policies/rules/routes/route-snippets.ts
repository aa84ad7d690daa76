import type { Field } from "../../../kubernetes/field";
import { isRecord } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { annotations, says, type Annotation } from "./annotations";
import { INGRESSES, MIDDLEWARE, NGINX_POLICY, TRANSPORT_SERVER, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";

export const routeSnippets: Rule = {
    id: "route-snippets",
    title: "Routes have no snippets of server configuration, and no plugins",
    description:
        "A snippet becomes part of the ingress controller's own configuration. Whoever may write one reads every certificate and Secret that the controller can read, and serves other teams' hosts (CVE-2021-25742). The controller's own ConfigMap is for whoever runs it; `helm-release` says what stands there. A plugin of Traefik is code that sees every request of its routes and runs in the controller.",
    level: "mandatory",
    severity: "critical",
    references: [
        {
            title: "CVE-2021-25742, snippets of ingress-nginx",
            url: "https://github.com/kubernetes/kubernetes/issues/126811",
        },
        {
            title: "NGINX Ingress Controller: disadvantages of snippets",
            url: "https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-snippets/",
        },
        seed("KATO security guide", "Security Architecture: TLS Termination Layer"),
    ],
    remediation:
        "Use the field that is meant for it: Policies for limits, access and CORS, `requestHeaders`, `errorPages`. What all hosts need belongs into the controller's ConfigMap.",
    kinds: [
        VIRTUAL_SERVER,
        VIRTUAL_SERVER_ROUTE,
        TRANSPORT_SERVER,
        NGINX_POLICY,
        MIDDLEWARE,
        ...INGRESSES,
        "ConfigMap",
    ],
    check(object) {
        if (object.is("", "ConfigMap")) {
            return judged(() => permission(object));
        }
        if (object.qualifiedKind === MIDDLEWARE) {
            return judged(() => plugin(object));
        }
        return [
            ...annotations(object).flatMap((annotation) => judged(() => judgeAnnotation(annotation))),
            ...snippetFields(object).flatMap((at) => judged(() => unlessEmpty(at))),
        ];
    },
};

/** Everything in a specification that is called a snippet: `http-snippets`, `serverSnippets`, `authSnippets`, … */
function snippetFields({ props }: PolicyObject): Field[] {
    const found: Field[] = [];
    const visit = (field: Field, value: unknown): void => {
        if (Array.isArray(value)) {
            value.forEach((item: unknown, index) => {
                visit(field.at(index), item);
            });
        } else if (isRecord(value)) {
            for (const key of Object.keys(value)) {
                if (/snippets?$/i.test(key)) {
                    found.push(field.at(key));
                } else {
                    visit(field.at(key), value[key]);
                }
            }
        }
    };
    const spec = props.at("spec");
    visit(spec, spec.value);
    return found;
}

/** ingress-nginx wrote these into its configuration as they came (CVE-2025-24514, -1097, -1098 and CVE-2023-5044). */
const COPIED: ReadonlySet<string> = new Set([
    "auth-tls-match-cn",
    "auth-url",
    "mirror-host",
    "mirror-target",
    "permanent-redirect",
]);

function judgeAnnotation({ name, prefix, at }: Annotation): Finding | undefined {
    if (/snippets?$/.test(name)) {
        return unlessEmpty(at);
    }
    const copied = prefix === "nginx.ingress.kubernetes.io" && COPIED.has(name);
    return copied && /[;\n\r]/.test(at.text ?? "")
        ? { at, found: "a value that ends a directive", expected: "no `;` and no line break", write: "a plain value" }
        : undefined;
}

function unlessEmpty(at: Field): Finding | undefined {
    return at.value === undefined || at.value === ""
        ? undefined
        : { at, found: "a snippet", expected: "nothing", write: "a Policy, or a field of the route" };
}

function plugin({ props }: PolicyObject): Finding | undefined {
    const at = props.at("spec", "plugin");
    const [name] = at.entries().map(([key]) => key);
    return name === undefined
        ? undefined
        : { at, found: `the plugin ${name}`, expected: "nothing", write: "a Middleware that Traefik has" };
}

/** The setting by which ingress-nginx takes snippets; it is off by default. */
function permission(object: PolicyObject): Finding | undefined {
    const at = object.props.at("data", "allow-snippet-annotations");
    return says({ prefix: "", name: "", at }, true)
        ? { at, expected: '"false" or nothing', write: 'allow-snippet-annotations: "false"' }
        : undefined;
}

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { command as comment } from "../../cli/comment/options";
import { command as doctor } from "../../cli/doctor/main";
import { command as drift } from "../../cli/drift/main";
import { command as pin } from "../../cli/pin/pin";
import { command as policy } from "../../cli/policy/policy";
import { command as preview } from "../../cli/preview/options";
import { type Command, parseArguments } from "../../cli/shared/arguments";
import { commands as upAndDown } from "../../cli/up/main";
import { command as verify } from "../../cli/verify/main";
import { secretKeys } from "../../config";
import { parse } from "yaml";
import { scripts } from "../../package.json";
import { shippedPreview } from "../support/preview";
import { readKubectl } from "./commands/kubectl";
import { hereDocuments, pages, pageText, repository, type Typed, typed } from "./commands/pages";
import { Deployed } from "./commands/platform";
import { Expectations } from "./commands/expectations";
import { commandsIn, type Words } from "./commands/shell";

const ours: Readonly<Record<string, Command>> = {
    ...{ preview, comment, policy, doctor, drift, verify, pin },
    ...upAndDown,
};

let deployed: Deployed;

/** What a kubectl command needs and production does not have. */
const missing = (words: Words): string[] => new Expectations(deployed, readKubectl(words)).missing();

before(async () => {
    deployed = new Deployed(await shippedPreview("prod"));
});

for (const page of pages) {
    describe(`the commands of ${page}`, () => {
        for (const { words } of typed(page, "kubectl")) {
            it(firstLine(words), () => assert.deepEqual(missing(words), []));
        }

        for (const { words } of typed(page, "cmctl")) {
            // It renews what kubectl gets.
            it(firstLine(words), () =>
                assert.deepEqual(missing(["kubectl", "get", "certificate", ...words.slice(2)]), []),
            );
        }

        for (const { words } of typed(page, "aws")) {
            it(firstLine(words), () => checkAws(words));
        }

        for (const each of typed(page, "npm")) {
            it(each.words.join(" "), () => checkNpm(each));
        }

        for (const each of typed(page, "pulumi")) {
            it(each.words.join(" "), () => checkPulumi(each));
        }

        it("name files that exist", () => {
            const named = [...pageText(page).matchAll(/`((?:cli|components|config|docs|policies|test)\/[\w./-]+)`/g)];
            const paths = named.map(([, path = ""]) => path);
            assert.deepEqual(
                paths.filter((path) => !existsSync(join(repository, path))),
                [],
            );
        });

        it("link to pages and sections that exist", () => {
            for (const [, link = ""] of pageText(page).matchAll(/\]\(((?!https?:)[^)\s]+)\)/g)) {
                const [path = "", section] = link.split("#");
                const target = path === "" ? page : join(page, "..", path);
                assert.ok(existsSync(join(repository, target)), link);
                if (section !== undefined) assert.ok(anchors(target).includes(section), link);
            }
        });
    });
}

describe("a command with a mistake", () => {
    const mistakes: readonly [command: string, missing: string[]][] = [
        ["kubectl get pod -n kratos kratos-postgres-1", ["kratos/pod/kratos-postgres-1"]],
        ["kubectl get pod -n kratso kratos-postgres-0", ["namespace kratso"]],
        ["kubectl logs -n kratos kratos-postgres-0 -c server", ["container server"]],
        ["kubectl logs -n kratos -l app=kratos-migration", ["pods with app=kratos-migration"]],
        ["kubectl port-forward -n kratos pod/kratos-postgres-0 5433", ["port 5433"]],
        ["kubectl get secret -n kato redis-kb-tls -o jsonpath='{.data.tls\\.pem}'", [".data.tls\\.pem"]],
        ["kubectl exec -n kato redis-kb-0 -c redis -- ls /datum/appendonlydir", ["/datum/appendonlydir"]],
        [
            "keys=$(kubectl get statefulset -n kato qdrant-kb -o jsonpath='{.spec.template.spec.volumes[99].name}')",
            [".spec.template.spec.volumes[99].name"],
        ],
        ["kubectl delete certificate -n nginx-ingress --all", ["the flag --all is not known here"]],
    ];
    for (const [command, expected] of mistakes) {
        it(command, () => {
            const [words = []] = commandsIn(command);
            const found = ((): string[] => {
                try {
                    return missing(words);
                } catch (error) {
                    return [(error as Error).message];
                }
            })();
            assert.deepEqual(found, expected);
        });
    }
});

describe("the pod of docs/runbooks/redis.md", () => {
    it("is the server's image and user, on the server's claim", () => {
        const [text = ""] = hereDocuments("docs/runbooks/redis.md");
        const repair = parse(text) as { spec: PodSpec };
        const server = deployed.ofKind("StatefulSet", "kato").find(({ name }) => name === "redis-kb")?.body["spec"];
        const { spec } = (server as unknown as { template: { spec: PodSpec } }).template;
        const [container] = repair.spec.containers;
        assert.ok(
            spec.containers.some(({ image }) => image === container?.image),
            container?.image,
        );
        const { runAsUser, runAsGroup, fsGroup } = spec.securityContext;
        assert.deepEqual({ runAsUser, runAsGroup, fsGroup }, pick(repair.spec.securityContext));
        const [claim] = repair.spec.volumes;
        const name = claim?.persistentVolumeClaim?.claimName;
        assert.ok(
            deployed.ofKind("PersistentVolumeClaim", "kato").some((each) => each.name === name),
            name,
        );
    });
});

/** The script exists, and takes what it is given. */
function checkNpm({ words: [, first = "", ...rest] }: Typed): void {
    if (["ci", "cit"].includes(first)) return;
    const [script, args] = first === "run" ? [rest[0] ?? "", rest.slice(1)] : [first, rest];
    assert.ok(Object.hasOwn(scripts, script), `package.json has no script ${script}`);
    if (args.length === 0) return;
    const [dashes, ...given] = args;
    assert.equal(dashes, "--", "npm takes for itself what comes before --");
    const command = ours[script];
    assert.ok(command !== undefined, `${script} takes no arguments`);
    parseArguments(command, given);
}

/** What the pages do in Secrets Manager, to a secret that there is; `NAME` is to be filled in. */
function checkAws([, service, action, ...rest]: Words): void {
    assert.equal(service, "secretsmanager");
    assert.ok(["get-secret-value", "describe-secret", "restore-secret"].includes(action ?? ""), action);
    const id = rest[rest.indexOf("--secret-id") + 1] ?? "";
    if (rest.length > 0) assert.match(id, /^(kato|kratos)\/(production|NAME)\/credentials$/);
}

interface PodSpec {
    readonly containers: readonly { readonly image: string }[];
    readonly securityContext: Ids;
    readonly volumes: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
}

interface Ids {
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
}

function pick({ runAsUser, runAsGroup, fsGroup }: Ids): Ids {
    return { runAsUser, runAsGroup, fsGroup };
}

/** Settings and secrets have the right names. That the CLI has the flags, test/engine/scenarios/runbooks.test.ts asks it. */
function checkPulumi({ words: [, ...words] }: Typed): void {
    if (words[0] === "config") {
        const [, verb, ...rest] = words;
        assert.ok(verb === "set" || verb === "rm", verb);
        const [key = ""] = valuesOf(rest);
        const name = key.replace(/^kato-platform:/, "");
        const secret = (secretKeys as readonly string[]).includes(name.split(".")[0] ?? "");
        assert.equal(rest.includes("--secret") || verb === "rm", secret, `${name} is${secret ? "" : " not"} a secret`);
        assert.ok(secret || configuration.includes(`\n| \`${name}\` `), `there is no setting ${name}`);
        assert.equal(rest.includes("--path"), key.includes("."), "a setting inside of another needs --path");
    }
    const pack = words.indexOf("--policy-pack");
    if (pack >= 0)
        assert.ok(existsSync(join(repository, words[pack + 1] ?? "", "PulumiPolicy.yaml")), "the policy pack");
}

const configuration = pageText("docs/configuration.md");

function valuesOf(words: readonly string[]): readonly string[] {
    return words.filter((word, index) => !word.startsWith("--") && words[index - 1] !== "--stack");
}

/** As GitHub makes them of headings. */
function anchors(page: string): readonly string[] {
    return [...pageText(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading
            .toLowerCase()
            .replace(/[^\w\s-]/g, "")
            .replace(/ /g, "-"),
    );
}

function firstLine(words: Words): string {
    return words.join(" ").split("\n", 1).join("");
}

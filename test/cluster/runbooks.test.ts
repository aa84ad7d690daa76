import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { readKubectl } from "../docs/commands/kubectl";
import { hereDocuments, pages, type Typed, typed } from "../docs/commands/pages";
import { enforceLimits } from "./support/controllers";
import { Kubectl } from "./support/kubectl";
import type { KubernetesObject } from "./support/objects";
import { deploy, type ProvingGround } from "./support/proving-ground";
import { makeCertificateSecrets, writeStatuses } from "./support/running";

/** Without a node these find the pod and its container and end there; `logs` is empty. What they do in it, test/servers has. */
const AT_THE_NODE = ["exec", "port-forward"];
const NO_NODE = /does not have a host assigned/;

/** Objects that there are only while something is under way. */
const PASSING = ["challenge", "order", "certificaterequest", "events"];

describe("what the pages tell people to type into kubectl, on a real API server with production", () => {
    let ground: ProvingGround;
    let kubectl: Kubectl;
    /** What the command before it has printed, which is `$(…)` of the next. */
    let printed = "";

    before(async () => {
        ground = await deploy("test/support/stacks/prod.yaml", ["acme.cert-manager.io/v1"]);
        assert.deepEqual([...ground.problems, ...ground.made.problems], []);
        const { api } = ground.cluster;
        await makeCertificateSecrets(api);
        await writeStatuses(api);
        // Nothing counts down here: the pods that were made in the meantime are not to stand in the way.
        await enforceLimits(api);
        kubectl = await Kubectl.of(api);
    });
    after(async () => {
        kubectl.remove();
        await ground.cluster.stop();
    });

    for (const page of pages) {
        describe(page, () => {
            for (const command of typed(page, "kubectl")) {
                it(command.words.join(" ").split("\n", 1).join(""), () => runs(command));
            }
        });
    }

    const mistakes: readonly (readonly [words: string, expected: RegExp])[] = [
        ["get pod -n kratos kratos-postgres-7", /not found/],
        ["logs -n kratos kratos-postgres-0 -c server", /container server is not valid/],
        ["exec -n kato mongo-kb-0 -c mongo -- true", /container mongo is not valid/],
        ["rollout status -n kato deployment/api", /not found/],
        ["get certificate -n kato --alle", /unknown flag/],
    ];
    for (const [words, expected] of mistakes) {
        it(`a mistake is told: ${words}`, () => {
            const { status, stderr } = kubectl.run(words.split(" "));
            assert.notEqual(status, 0);
            assert.match(stderr, expected);
        });
    }

    async function runs({ page, words }: Typed): Promise<void> {
        const { verb, objects, namespace = "" } = readKubectl(words);
        const [, ...args] = words.map((word) => (word === "$" ? printed : word));
        const named = objects.flatMap(([kind, name]) => (name === undefined ? [] : [`${kind}/${name}`]));
        const seen = (path: string): string => ok(["get", "-n", namespace, ...named, "-o", `jsonpath=${path}`]);
        if (AT_THE_NODE.includes(verb)) {
            assert.match(kubectl.run(args).stderr, NO_NODE);
        } else if (verb === "delete") {
            const found = ok(["get", "-n", namespace, ...named, "-o", "json"]);
            ok(args);
            assert.match(kubectl.run(["get", "-n", namespace, ...named]).stderr, /NotFound/);
            await putBack(found);
        } else if (verb === "scale") {
            ok(args);
            assert.equal(seen("{.spec.replicas}"), args.at(-1));
            ok([...args.slice(0, -1), "1"]);
        } else {
            // A person ends a `--watch` with Ctrl-C.
            const watched = args.includes("--watch") ? ["--request-timeout=1s"] : [];
            printed = ok([...args, ...watched], hereDocuments(page)[0]);
            if (verb === "get" && !objects.every(([kind]) => PASSING.includes(kind))) assert.notEqual(printed, "");
            if (verb === "patch") assert.notEqual(seen("{.data.previous}"), "");
        }
    }

    /** @returns what it prints */
    function ok(args: readonly string[], input?: string): string {
        const { status, stdout, stderr } = kubectl.run(args, input);
        assert.equal(status, 0, stderr);
        return stdout;
    }

    /** For the commands that follow. */
    async function putBack(found: string): Promise<void> {
        const { api } = ground.cluster;
        const { items = [JSON.parse(found) as KubernetesObject] } = JSON.parse(found) as { items?: KubernetesObject[] };
        for (const { metadata, ...object } of items) {
            const { uid, resourceVersion, ...own } = metadata as typeof metadata & { uid: string };
            await api.create({ ...object, metadata: own });
        }
        await writeStatuses(api);
    }
});

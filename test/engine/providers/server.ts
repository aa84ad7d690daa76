import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { serve } from "../support/serve";
import type { Double, Subject } from "./double";
import { Store, worldVariable } from "./store";
import { changedPaths, mapValues, markLike, project, type Properties, revealAll, secret } from "./wire";

type Handler<Request, Response> = (
    call: grpc.ServerUnaryCall<Request, Response>,
    done: grpc.sendUnaryData<Response>,
) => void;

/** Serves a stand-in provider to the engine until the engine ends. */
export function serveDouble(provider: string, make: (store: Store) => Double): void {
    const folder = process.env[worldVariable];
    if (folder === undefined) {
        throw new Error(`${worldVariable} is not set: it names the folder of the stand-in providers.`);
    }
    const store = new Store(folder, provider);
    const double = make(store);

    /** What a provider returns: marked where its inputs were, and where the type always is. */
    const mark = (subject: Subject, outputs: Properties, template: Properties): Struct => {
        const always = double.secretOutputs(subject);
        return toStruct(
            mapValues(outputs, (value, key) => (always.includes(key) ? secret(value) : markLike(value, template[key]))),
        );
    };

    void serve(ResourceProviderService, {
        getPluginInfo: unary(() => new PluginInfo().setVersion(sdkVersion(provider))),
        checkConfig: unary((request: messages.CheckRequest) =>
            new messages.CheckResponse().setInputs(request.getNews()),
        ),
        diffConfig: unary((request: messages.DiffRequest) => {
            const changed = changedPaths(plain(request.getOldInputs()), plain(request.getNews()));
            return answerDiff(changed, [], false);
        }),
        configure: unary((request: messages.ConfigureRequest) => {
            double.configure?.(plain(request.getArgs()));
            return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
        }),
        cancel: unary(() => new Empty()),
        invoke: unary((request: messages.InvokeRequest) => {
            const result = double.invoke?.(request.getTok(), plain(request.getArgs()));
            if (result === undefined) {
                throw new Error(`The stand-in ${provider} provider has no function ${request.getTok()}.`);
            }
            return new messages.InvokeResponse().setReturn(toStruct(result));
        }),
        check: unary((request: messages.CheckRequest) => {
            const subject = subjectOf(request);
            const news = properties(request.getNews());
            const olds = request.getOlds() === undefined ? undefined : plain(request.getOlds());
            const random = Buffer.from(request.getRandomseed_asU8()).toString("hex");
            const checked = double.check?.(subject, revealAll(news), olds, random) ?? revealAll(news);
            const marked = mapValues(checked, (value, key) => markLike(value, news[key]));
            return new messages.CheckResponse().setInputs(toStruct(marked));
        }),
        diff: unary((request: messages.DiffRequest) => {
            const [olds, news] = [plain(request.getOldInputs()), plain(request.getNews())];
            const changed = changedPaths(olds, news);
            const replacement = double.replacement(subjectOf(request), olds, news, changed);
            return answerDiff(changed, replacement.because, replacement.deleteFirst);
        }),
        create: unary((request: messages.CreateRequest) => {
            const subject = subjectOf(request);
            const inputs = properties(request.getProperties());
            if (request.getPreview()) {
                // What only the real thing would know is left out, which makes it unknown in the program.
                return new messages.CreateResponse().setProperties(toStruct(inputs));
            }
            const made = store.operate("create", subject.type, subject.name, () =>
                double.create(subject, revealAll(inputs)),
            );
            return new messages.CreateResponse().setId(made.id).setProperties(mark(subject, made.outputs, inputs));
        }),
        read: unary((request: messages.ReadRequest) => {
            const subject = subjectOf(request);
            const [state, inputs] = [properties(request.getProperties()), properties(request.getInputs())];
            const live = double.read(subject, request.getId(), revealAll(state));
            if (live === undefined) {
                return new messages.ReadResponse();
            }
            const read = mapValues(inputs, (value, key) =>
                live[key] === undefined
                    ? value
                    : markLike(project(live[key], revealAll({ value })["value"] ?? null), value),
            );
            return new messages.ReadResponse()
                .setId(request.getId())
                .setProperties(mark(subject, live, state))
                .setInputs(toStruct(read));
        }),
        update: unary((request: messages.UpdateRequest) => {
            const subject = subjectOf(request);
            const inputs = properties(request.getNews());
            if (request.getPreview()) {
                const state = properties(request.getOlds());
                return new messages.UpdateResponse().setProperties(toStruct({ ...state, ...inputs }));
            }
            const outputs = store.operate("update", subject.type, subject.name, () =>
                double.update(subject, request.getId(), revealAll(inputs)),
            );
            return new messages.UpdateResponse().setProperties(mark(subject, outputs, inputs));
        }),
        delete: unary((request: messages.DeleteRequest) => {
            const subject = subjectOf(request);
            store.operate("delete", subject.type, subject.name, () =>
                double.delete(subject, request.getId(), plain(request.getProperties())),
            );
            return new Empty();
        }),
    });
}

/** A provider has the version of its SDK. */
function sdkVersion(provider: string): string {
    const manifest = readFileSync(require.resolve(`@pulumi/${provider}/package.json`), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
}

function unary<Request, Response>(respond: (request: Request) => Response): Handler<Request, Response> {
    return (call, done) => {
        let response: Response;
        try {
            response = respond(call.request);
        } catch (error) {
            done({ code: grpc.status.UNKNOWN, message: error instanceof Error ? error.message : String(error) });
            return;
        }
        done(null, response);
    };
}

function answerDiff(
    changed: readonly string[],
    because: readonly string[],
    deleteFirst: boolean,
): messages.DiffResponse {
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    return new messages.DiffResponse()
        .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList([...new Set(changed.map((path) => path.split(".")[0] ?? path))])
        .setReplacesList([...because])
        .setDeletebeforereplace(deleteFirst && because.length > 0);
}

function subjectOf(request: { getType(): string; getName(): string }): Subject {
    return { type: request.getType(), name: request.getName() };
}

function properties(struct: Struct | undefined): Properties {
    return struct?.toJavaScript() ?? {};
}

function plain(struct: Struct | undefined): Properties {
    return revealAll(properties(struct));
}

function toStruct(value: Properties): Struct {
    return Struct.fromJavaScript(value);
}

import Ajv from "ajv";
import addFormats from "ajv-formats";

/** What a document violates, one line each; a function of the document, because compiling the schema takes long. */
export function validator(schema: object): (document: unknown) => string[] {
    // Not strict: keywords of OpenAPI and Kubernetes are none of JSON Schema's.
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats(ajv);
    // Kratos has it compiled in. The platform sets nothing there.
    ajv.addSchema({ $id: "ory://tracing-config", type: "object", maxProperties: 0 });
    // Kubernetes' integer formats; ranges are stated separately.
    ajv.addFormat("int32", true);
    ajv.addFormat("int64", true);
    const validate = ajv.compile(schema);
    return (document) => {
        validate(document);
        return (validate.errors ?? []).map(
            ({ instancePath, message, params }) => `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`,
        );
    };
}

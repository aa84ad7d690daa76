import * as pulumi from "@pulumi/pulumi";
import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { bytesPlaceholder, passwordPlaceholder } from "./placeholders";

type Inputs = Record<string, unknown>;

/**
 * What providers would answer. Outputs that are not listed here stay unknown, as they are in any preview before the first
 * deployment.
 */
export const mocks: pulumi.runtime.Mocks = {
    newResource({ type, name, inputs, id }) {
        const given = inputs as Inputs;
        const state = { ...given, ...computed(type, name, given) };
        return { id: id === undefined || id === "" ? idOf(type, name, state) : id, state };
    },
    call({ token }) {
        const message =
            `The program asks a provider (${token}), and the in-process preview has no provider to ask. ` +
            "Pass the value in through the stack file.";
        // `details` is what the SDK takes from a failed call and passes on.
        throw Object.assign(new Error(message), { details: message });
    },
};

/** Outputs beyond the inputs that the rest of the program needs in order to be previewed. */
function computed(type: string, name: string, inputs: Inputs): Inputs {
    if (type === "random:index/randomPassword:RandomPassword") {
        return { result: pulumi.secret(passwordPlaceholder(name, Number(inputs["length"]))) };
    }
    if (type === "random:index/randomBytes:RandomBytes") {
        const bytes = bytesPlaceholder(name, Number(inputs["length"]));
        return { base64: pulumi.secret(bytes.toString("base64")), hex: pulumi.secret(bytes.toString("hex")) };
    }
    if (type === HELM_RELEASE) {
        return { status: { name: inputs["name"], namespace: inputs["namespace"], status: "deployed" } };
    }
    if (type.startsWith("aws:")) {
        return { arn: arnOf(type, name), ...(type === "aws:kms/key:Key" ? { keyId: name } : {}) };
    }
    return {};
}

function idOf(type: string, name: string, state: Inputs): string {
    if (type.startsWith("kubernetes:")) {
        const metadata = state["metadata"] as { name?: string; namespace?: string } | undefined;
        return [metadata?.namespace, metadata?.name ?? name].filter((part) => part !== undefined).join("/");
    }
    // Secrets Manager identifies a secret by its ARN; nothing else here has an id that the program reads.
    return type === "aws:secretsmanager/secret:Secret" ? arnOf(type, name) : name;
}

/** Recognisably invented: an account of zeroes in a region called `region`. */
function arnOf(type: string, name: string): string {
    const service = type.split(/[:/]/)[1] ?? "";
    return `arn:aws:${service}:region:000000000000:${name}`;
}

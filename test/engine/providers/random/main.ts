/**
 * Stands for the random provider (@pulumi/random): a real random value, made once when the resource is created, kept in
 * the state alone, and made anew only when an input changes.
 */
import { randomBytes, randomInt } from "node:crypto";
import type { Double } from "../double";
import { serveDouble } from "../server";
import type { Properties } from "../wire";

const lower = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";

serveDouble("random", (): Double => ({
    replacement: (_subject, _olds, _news, changed) => ({
        because: [...new Set(changed.map((path) => path.split(".")[0] ?? path))],
        deleteFirst: false,
    }),
    create: ({ type }, inputs) => generate(type, inputs),
    // The provider has nothing outside the state to look at.
    read: (_subject, _id, state) => state,
    update: (subject) => {
        throw new Error(`${subject.type} cannot change in place.`);
    },
    delete: () => undefined,
    secretOutputs: ({ type }) => {
        switch (type) {
            case "random:index/randomPassword:RandomPassword":
                return ["result", "bcryptHash"];
            case "random:index/randomBytes:RandomBytes":
                return ["base64", "hex"];
            default:
                return [];
        }
    },
}));

function generate(type: string, inputs: Properties): { id: string; outputs: Properties } {
    switch (type) {
        case "random:index/randomPassword:RandomPassword":
            return { id: "none", outputs: { ...inputs, id: "none", result: characters(inputs) } };
        case "random:index/randomString:RandomString": {
            const result = characters(inputs);
            return { id: result, outputs: { ...inputs, id: result, result } };
        }
        case "random:index/randomBytes:RandomBytes": {
            const bytes = randomBytes(Number(inputs["length"]));
            return { id: "none", outputs: { ...inputs, base64: bytes.toString("base64"), hex: bytes.toString("hex") } };
        }
        default:
            throw new Error(`The stand-in random provider has no ${type}.`);
    }
}

function characters(inputs: Properties): string {
    const special = typeof inputs["overrideSpecial"] === "string" ? inputs["overrideSpecial"] : "!@#$%&*()-_=+[]{}<>:?";
    const alphabet = [
        inputs["lower"] === false ? "" : lower,
        inputs["upper"] === false ? "" : lower.toUpperCase(),
        inputs["numeric"] === false ? "" : digits,
        inputs["special"] === false ? "" : special,
    ].join("");
    return Array.from({ length: Number(inputs["length"]) }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}

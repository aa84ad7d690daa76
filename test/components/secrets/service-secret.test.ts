import assert from "node:assert/strict";
import { ServiceSecret } from "../../../components/secrets/service-secret";

const keys = new ServiceSecret<"user" | "password">("app-keys");

describe("ServiceSecret", () => {
    it("is a variable that refers to one key", () => {
        assert.deepEqual(keys.env("APP_USER", "user"), {
            name: "APP_USER",
            valueFrom: { secretKeyRef: { name: "app-keys", key: "user" } },
        });
    });

    it("is a volume with the named keys alone, for the pod's group to read", () => {
        assert.deepEqual(keys.files("keys", ["password"]), {
            name: "keys",
            secret: { secretName: "app-keys", defaultMode: 0o440, items: [{ key: "password", path: "password" }] },
        });
    });

    it("is a volume with whatever keys there are", () => {
        assert.deepEqual(keys.folder("keys"), { name: "keys", secret: { secretName: "app-keys", defaultMode: 0o440 } });
    });
});

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { libpqService } from "../../../components/secrets/libpq-service";
import { workload } from "../../../components/workload/identity";
import { record, valueOf } from "../../support/record";

function service(password: string): pulumi.Output<string> {
    return libpqService("shop", {
        endpoint: { workload: workload("shop", "db"), host: "db.shop.svc", port: 5433 },
        login: { user: "me", password },
        database: "store",
        caFile: "/etc/ca/ca.crt",
    });
}

describe("libpqService", () => {
    before(() => record(() => undefined));

    it("is one service with the server's certificate and name verified; a password stands as it is", async () => {
        const file = service("a b:c=d#e%f'g\\h");
        assert.equal(
            await valueOf(file),
            "[shop]\nhost=db.shop.svc\nport=5433\ndbname=store\nuser=me\npassword=a b:c=d#e%f'g\\h\n" +
                "sslmode=verify-full\nsslrootcert=/etc/ca/ca.crt\nconnect_timeout=10\n",
        );
        assert.equal(await pulumi.isSecret(file), true);
    });

    it("refuses a line break, which would begin another setting, without showing the value", async () => {
        const file = service("hidden\nsslmode=disable") as unknown as { promise: () => Promise<string> };
        await assert.rejects(file.promise(), ({ message }: Error) => {
            assert.match(message, /^The password of the connection to db\.shop\.svc has a line break in it$/);
            return true;
        });
    });
});

/**
 * Stands for `mongod`, which cannot be had from package registries: the double of the servers' tier as a program, started as
 * `mongod --config FILE`, that keeps its users in the data folder. It stores no documents.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { parse } from "yaml";
import { type Kept, Mongod } from "../../../servers/mongodb/double/mongod";

interface Settings {
    readonly net: { readonly port: number; readonly tls: { readonly certificateKeyFile: string } };
    readonly storage: { readonly dbPath: string };
}

const file = process.argv[process.argv.indexOf("--config") + 1] ?? "";
const { net, storage } = parse(readFileSync(file, "utf8")) as Settings;
const kept = join(storage.dbPath, "kept");

// What /proc/<pid>/comm says.
process.title = "mongod";
// By this file start.sh knows that a folder has data.
writeFileSync(join(storage.dbPath, "WiredTiger"), "");
const mongod = new Mongod({ port: net.port, address: "0.0.0.0", certificateFile: net.tls.certificateKeyFile });
if (existsSync(kept)) {
    mongod.restore(deserialize(readFileSync(kept)) as Kept);
}
mongod.onCommand = (when) => {
    if (when === "after") {
        writeFileSync(`${kept}.new`, serialize(mongod.kept));
        renameSync(`${kept}.new`, kept);
    }
};
process.on("SIGTERM", () => process.exit(0));
void mongod.start().then(() => console.log(`mongod: listening on ${String(net.port)}`));

// Stands for Qdrant's server, which cannot be had here, as far as start.sh and apply.sh are concerned: a process of that
// name that reads its settings from its working folder, reads its certificate when it starts and never again, as gRPC
// does, and ends some time after SIGTERM.
//
//   PORT     to listen on
//   STOP_MS  milliseconds between SIGTERM and the end
"use strict";

const { readFileSync } = require("node:fs");
const { createServer } = require("node:tls");
const { parse } = require("yaml");

// What /proc/<pid>/comm says.
process.title = "qdrant";

const { tls } = parse(readFileSync("config/config.yaml", "utf8"));
createServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }).listen(
    Number(process.env.PORT),
    "127.0.0.1",
);
process.on("SIGTERM", () => {
    setTimeout(() => process.exit(0), Number(process.env.STOP_MS));
});

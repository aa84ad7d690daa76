/**
 * Asks one address again and again over HTTPS until its standard input ends, each time on a new connection or on kept ones, and
 * says what came of it. As HTTP clients do (RFC 9110, 9.2.2), it asks once more on a new connection where a kept one turned out to
 * be closed before there was any answer: a server that stops may close it at the moment of the question. The argument is JSON: host, port, servername (also the Host header), path, ca, kept, clients.
 */
const https = require("node:https");
const { host, port, servername, path, ca, kept, clients } = JSON.parse(process.argv[2]);

const agent = new https.Agent({ keepAlive: kept, maxSockets: clients });
const result = { sent: 0, failed: 0, repeated: 0, reasons: {} };
let ended = false;

function ask(agentOfThis) {
    return new Promise((resolve) => {
        const options = { host, port, servername, path, ca, agent: agentOfThis, headers: { host: servername } };
        const request = https.get({ ...options, timeout: 10_000 }, (response) => {
            response.resume();
            response.on("error", (error) => resolve(error.code));
            response.once("end", () => resolve(response.statusCode === 200 ? undefined : String(response.statusCode)));
        });
        request.once("timeout", () => request.destroy(Object.assign(new Error(), { code: "no answer within 10 s" })));
        request.on("error", (error) => {
            if (request.reusedSocket && error.code === "ECONNRESET") {
                result.repeated += 1;
                resolve(ask(new https.Agent()));
            } else {
                resolve(error.code ?? error.message);
            }
        });
    });
}

async function client() {
    while (!ended) {
        const reason = await ask(agent);
        result.sent += 1;
        if (reason !== undefined) {
            result.failed += 1;
            result.reasons[reason] = (result.reasons[reason] ?? 0) + 1;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

process.stdin.resume().once("end", () => (ended = true));
void Promise.all(Array.from({ length: clients }, client)).then(() => {
    console.log(JSON.stringify(result));
    process.exit(0);
});

/**
 * One party of the network, run in the network namespace of a pod: listens on ports that nobody there listens on, and connects
 * to others. The argument is JSON: addresses and ports to listen on. Each line of standard input is a list of targets,
 * `[address, port, "TCP" | "UDP"]`, and is answered by a line with the list of those that answered.
 */
const dgram = require("node:dgram");
const net = require("node:net");
const readline = require("node:readline");

const { addresses, ports } = JSON.parse(process.argv[2]);
/** A question that a DNS server answers: the servers of the root. Others send it back. */
const QUESTION = Buffer.from("1234010000010000000000000000020001", "hex");
const PATIENCE = 2000;

for (const address of addresses) {
    for (const port of ports) {
        net.createServer((socket) => socket.on("error", () => undefined).end())
            .on("error", () => undefined)
            .listen(port, address);
    }
    const socket = dgram.createSocket("udp4");
    socket.on("message", (data, { address: to, port }) => socket.send(data, port, to));
    socket.on("error", () => undefined).bind(53, address);
}

function tcp(address, port) {
    return new Promise((resolve) => {
        const socket = net.connect({ host: address, port, timeout: PATIENCE });
        const done = (open) => {
            socket.destroy();
            resolve(open);
        };
        socket.once("connect", () => done(true));
        socket.once("timeout", () => done(false));
        socket.once("error", () => done(false));
    });
}

function udp(address, port) {
    return new Promise((resolve) => {
        const socket = dgram.createSocket("udp4");
        const done = (open) => {
            clearTimeout(timer);
            socket.close();
            resolve(open);
        };
        const timer = setTimeout(() => done(false), PATIENCE);
        socket.once("error", () => done(false));
        socket.once("message", () => done(true));
        socket.connect(port, address, (error) => (error ? done(false) : socket.send(QUESTION)));
    });
}

const lines = readline.createInterface({ input: process.stdin });
lines.on("close", () => process.exit(0));
lines.on("line", async (line) => {
    const answers = await Promise.all(
        JSON.parse(line).map(async ([address, port, protocol]) => {
            const open = await (protocol === "UDP" ? udp : tcp)(address, port);
            return open ? [[address, port, protocol]] : [];
        }),
    );
    console.log(JSON.stringify(answers.flat()));
});

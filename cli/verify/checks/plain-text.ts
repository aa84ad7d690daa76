import { loginsFor } from "../../../components/data/postgres/logins";
import type { Reaction } from "../net/converse";

/** What a client that knows no TLS sends first, and how a server that insists on TLS takes it. */
export interface PlainText {
    readonly hello: Buffer;
    /** What was seen where it refuses; undefined where it does not. */
    readonly refusal: (reaction: Reaction) => string | undefined;
    /** What is sent, and must be answered with this byte, before TLS begins. @default TLS from the first byte */
    readonly upgrade?: { readonly request: Buffer; readonly agreed: string };
}

const TLS_ALERT = 0x15;

/** Servers that speak nothing but TLS hang up, some with an alert that is itself TLS. */
function hangsUp(reaction: Reaction): string | undefined {
    if (reaction.kind === "closed") {
        return "hangs up";
    }
    return reaction.kind === "answered" && reaction.data[0] === TLS_ALERT ? "hangs up with a TLS alert" : undefined;
}

/** https://redis.io/docs/latest/develop/reference/protocol-spec (inline command) */
export const redis: PlainText = { hello: Buffer.from("PING\r\n"), refusal: hangsUp };

export const http: PlainText = { hello: Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), refusal: hangsUp };

/** The client's preface and empty settings (RFC 9113, section 3.4), as gRPC has them. */
export const http2: PlainText = {
    hello: Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1"),
    refusal: hangsUp,
};

/** `{ hello: 1, $db: "admin" }` as OP_MSG: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol */
export const mongodb: PlainText = { hello: opMsg(bson([int32("hello", 1), text("$db", "admin")])), refusal: hangsUp };

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
export const postgres: PlainText = {
    hello: startupMessage(`user\0${loginsFor("server")[0]}\0database\0kratos\0\0`),
    refusal: (reaction) => {
        // Its refusal is an error message: `E`, with the code 28000 (invalid authorization) in field `C`.
        const refused =
            reaction.kind === "answered" && /^E[^]{4}(?:[^]+?\0)*?C28000\0/.test(reaction.data.toString("latin1"));
        return refused ? "pg_hba.conf rejects it" : undefined;
    },
    upgrade: { request: int32s(8, 80877103), agreed: "S" },
};

function startupMessage(parameters: string): Buffer {
    const body = Buffer.concat([int32s(196608), Buffer.from(parameters)]);
    return Buffer.concat([int32s(body.length + 4), body]);
}

/** Big-endian, as PostgreSQL has them. */
function int32s(...values: readonly number[]): Buffer {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, at) => bytes.writeInt32BE(value, at * 4));
    return bytes;
}

/** Little-endian, as MongoDB has them. */
function little(...values: readonly number[]): Buffer {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, at) => bytes.writeInt32LE(value, at * 4));
    return bytes;
}

function opMsg(document: Buffer): Buffer {
    const OP_MSG = 2013;
    const body = Buffer.concat([little(0), Buffer.from([0]), document]);
    return Buffer.concat([little(body.length + 16, 1, 0, OP_MSG), body]);
}

function bson(elements: readonly Buffer[]): Buffer {
    const body = Buffer.concat([...elements, Buffer.from([0])]);
    return Buffer.concat([little(body.length + 4), body]);
}

function int32(name: string, value: number): Buffer {
    return Buffer.concat([Buffer.from(`\x10${name}\0`), little(value)]);
}

function text(name: string, value: string): Buffer {
    return Buffer.concat([Buffer.from(`\x02${name}\0`), little(value.length + 1), Buffer.from(`${value}\0`)]);
}

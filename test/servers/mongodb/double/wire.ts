import { deserialize, type Document, serialize } from "bson";

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

/** A command as it came over the wire. */
export interface Request {
    readonly id: number;
    readonly opCode: number;
    readonly command: Document;
}

/** Takes complete messages off what has been received; what remains is the beginning of the next one. */
export function takeRequests(received: Buffer): { readonly requests: Request[]; readonly rest: Buffer } {
    const requests: Request[] = [];
    let rest = received;
    while (rest.length >= 16 && rest.length >= rest.readInt32LE(0)) {
        requests.push(parse(rest.subarray(0, rest.readInt32LE(0))));
        rest = rest.subarray(rest.readInt32LE(0));
    }
    return { requests, rest };
}

function parse(message: Buffer): Request {
    const id = message.readInt32LE(4);
    const opCode = message.readInt32LE(12);
    if (opCode === OP_QUERY) {
        // Flags, the collection's name with its zero byte, two numbers; drivers greet a server so.
        const document = message.indexOf(0, 20) + 9;
        return { id, opCode, command: { ...deserialize(message.subarray(document)), $db: "admin" } };
    }
    if (opCode === OP_MSG && message.readUInt8(20) === 0) {
        return { id, opCode, command: deserialize(message.subarray(21)) };
    }
    throw new Error(`the double knows no operation ${opCode} with section ${message.readUInt8(20)}`);
}

/** The answer to a request, in the operation that belongs to it. */
export function answer({ id, opCode }: Request, document: Document): Buffer {
    const body = serialize(document);
    const fields = opCode === OP_QUERY ? Buffer.alloc(20) : Buffer.alloc(5);
    if (opCode === OP_QUERY) {
        fields.writeInt32LE(8, 0);
        fields.writeInt32LE(1, 16);
    }
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + fields.length + body.length, 0);
    header.writeInt32LE(id, 8);
    header.writeInt32LE(opCode === OP_QUERY ? OP_REPLY : OP_MSG, 12);
    return Buffer.concat([header, fields, body]);
}

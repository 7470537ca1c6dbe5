import { request as httpRequest, type ClientRequest } from 'node:http';
import { connect as connectPlain, type LookupFunction, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { serverName } from './connection.ts';
import type { Address } from './address.ts';
import type { FieldLine, WireRequest } from './types.ts';

export type RawOptions = {
  readonly maxHeaderSize: number;
  readonly lookup: LookupFunction;
  readonly secureContext?: SecureContext;
};

/** Sends the bytes of a request verbatim on a connection of its own; Node's parser reads the answer. */
export function rawRequest(
  address: Address,
  request: WireRequest,
  fields: readonly FieldLine[],
  options: RawOptions,
): ClientRequest {
  const bytes = rawBytes(address.target, request, fields);
  return httpRequest({
    // The parser needs to know whether a body can follow; nothing else of this request is used.
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    host: address.host,
    maxHeaderSize: options.maxHeaderSize,
    createConnection: () => verbatim(connect(address, options), bytes),
  });
}

function connect(address: Address, { lookup, secureContext }: RawOptions): Socket {
  const { host, port } = address;
  if (!address.secure) return connectPlain({ host, port, lookup, noDelay: true });
  return connectTls({ host, port, lookup, servername: serverName(host), ...(secureContext && { secureContext }) });
}

function rawBytes(target: string, request: WireRequest, fields: readonly FieldLine[]): Buffer {
  const head = [`${request.method} ${target} HTTP/1.1`, ...fields.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.concat([...head.map(lineBytes), Buffer.from(request.body ?? '')]);
}

// As Node does for the pooled connections: one byte a character, where that is possible.
function lineBytes(line: string, index: number, lines: readonly string[]): Buffer {
  const text = index === lines.length - 1 ? line : `${line}\r\n`;
  return Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8');
}

/** A connection on which `bytes` go out in place of whatever is written. */
function verbatim(socket: Socket, bytes: Buffer): Duplex {
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (_chunk, _encoding, done) => done(),
    // Node ends the connection once the answer is complete; a server may keep its side open for ever.
    final: (done) => {
      socket.destroy();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.once('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.once('close', () => stream.destroy());
  socket.write(bytes);
  return stream;
}

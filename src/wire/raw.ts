import { once } from 'node:events';
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
  return parsed(address, request, options, () => verbatim(connect(address, options), bytes));
}

export type HeldRequest = { readonly request: ClientRequest; readonly release: () => void };

/** The same over a connection that is open already; the last byte waits for `release`, so that many can go as one. */
export function heldRequest(
  socket: Socket,
  address: Address,
  request: WireRequest,
  fields: readonly FieldLine[],
  options: RawOptions,
): HeldRequest {
  const bytes = rawBytes(address.target, request, fields);
  const started = parsed(address, request, options, () => verbatim(socket, bytes.subarray(0, -1))).end();
  return { request: started, release: () => void socket.write(bytes.subarray(-1)) };
}

export type AdoptedRequest = {
  readonly request: ClientRequest;
  readonly data: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly error: (error: Error) => void;
};

/** An answer that began to come over `socket`, read anew from its first byte by Node's parser; what follows is told to it. */
export function adoptedRequest(
  socket: Socket,
  request: WireRequest,
  received: readonly Buffer[],
  options: Pick<RawOptions, 'maxHeaderSize'>,
): AdoptedRequest {
  const stream = answerOf(socket);
  for (const chunk of received) stream.push(chunk);
  return {
    request: parsed({ host: '' }, request, options, () => stream).end(),
    data: (chunk) => {
      if (!stream.push(chunk)) socket.pause();
    },
    end: () => void (stream.readableEnded || stream.push(null)),
    // After the parser has had what came before.
    error: (error) => void setImmediate(() => stream.destroy(error)),
  };
}

function parsed(
  { host }: Pick<Address, 'host'>,
  request: Pick<WireRequest, 'method'>,
  { maxHeaderSize }: Pick<RawOptions, 'maxHeaderSize'>,
  createConnection: () => Duplex,
): ClientRequest {
  // The parser needs to know whether a body can follow; nothing else of this request is used.
  const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
  return httpRequest({ method, host, maxHeaderSize, createConnection });
}

/** Resolves when the connection is ready to be written to. */
export async function openConnection(address: Address, options: RawOptions, signal: AbortSignal): Promise<Socket> {
  const socket = connect(address, options);
  try {
    await once(socket, address.secure ? 'secureConnect' : 'connect', { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function connect(address: Address, { lookup, secureContext }: RawOptions): Socket {
  const { host, name, port } = address;
  if (!address.secure) return connectPlain({ host, port, lookup, noDelay: true });
  return connectTls({ host, port, lookup, servername: serverName(name), ...(secureContext && { secureContext }) });
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
  const stream = answerOf(socket);
  socket.on('data', (chunk) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.once('end', () => stream.push(null));
  socket.on('error', (error) => stream.destroy(error));
  socket.write(bytes);
  return stream;
}

/** For Node's parser: what is pushed can be read, what is written goes nowhere. */
function answerOf(socket: Socket): Duplex {
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
  socket.once('close', () => stream.destroy());
  return stream;
}

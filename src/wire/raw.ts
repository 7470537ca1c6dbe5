import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { connect as connectPlain, type LookupFunction, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { http } from '../node-http.ts';
import { serverName } from './connection.ts';
import type { Address } from './address.ts';
import type { PreparedRequest } from './prepare.ts';
import type { WireRequest } from './types.ts';

export type RawOptions = {
  readonly maxHeaderSize: number;
  readonly lookup: LookupFunction;
  readonly secureContext?: SecureContext;
};

/** Sends the bytes of a request verbatim on a connection of its own; Node's parser reads the answer. */
export function rawRequest(prepared: PreparedRequest, options: RawOptions): ClientRequest {
  const { address, request } = prepared;
  return parsed(address, request, options, () => verbatim(connect(address, options), rawBytes(prepared)));
}

export type HeldRequest = { readonly request: ClientRequest; readonly release: () => void };

/** The same over a connection that is open already. The last byte waits for `release`, so that many can go out as one. */
export function heldRequest(socket: Socket, prepared: PreparedRequest, options: RawOptions): HeldRequest {
  const { address, request } = prepared;
  const bytes = rawBytes(prepared);
  const started = parsed(address, request, options, () => verbatim(socket, bytes.subarray(0, -1))).end();
  return { request: started, release: () => void socket.write(bytes.subarray(-1)) };
}

export type AdoptedRequest = {
  readonly request: ClientRequest;
  readonly data: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly error: (error: Error) => void;
};

/**
 * Gives an answer that began to come over `socket` to Node's parser, from its first byte. The caller passes on what comes
 * later: data, end and error.
 */
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
    // The parser has to see the data that came before.
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
  return http.request({ method, host, maxHeaderSize, createConnection });
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

function rawBytes({ request, address, fields }: PreparedRequest): Buffer {
  const head = [
    `${request.method} ${address.target} HTTP/1.1`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ];
  return Buffer.concat([...head.map(lineBytes), Buffer.from(request.body ?? '')]);
}

// One byte a character where that is possible, as Node does it for pooled connections.
function lineBytes(line: string, index: number, lines: readonly string[]): Buffer {
  const text = index === lines.length - 1 ? line : `${line}\r\n`;
  return Buffer.from(text, /^[\0-\xff]*$/.test(text) ? 'latin1' : 'utf8');
}

/** A connection over which `bytes` go out, and nothing that Node's client writes. */
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

/** A stream for Node's parser: it reads what is pushed, and what it writes goes nowhere. */
function answerOf(socket: Socket): Duplex {
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (_chunk, _encoding, done) => done(),
    // Node ends its side once the answer is complete; a server may keep the other side open for ever.
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

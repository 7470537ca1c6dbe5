import { once } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ClientError } from '../client-error.ts';
import type { Self } from '../self.ts';
import type { Answer, Outgoing } from './message.ts';

const patience = 8000;
const largest = 1_000_000;

export interface Transport {
  /** Sends one request, and reads the whole answer. Follows nothing. */
  send(outgoing: Outgoing): Promise<Answer>;
}

/** The connection broke before there was an answer. */
export class CutConnection extends ClientError {
  /** Whether the connection had served another request before, and so may have been closed for its age. */
  readonly reused: boolean;

  constructor(error: Error, reused: boolean) {
    super('connection', error.message, { cause: error });
    this.reused = reused;
  }
}

/** Takes the certificates of `ca` only, where there is one. The name in a certificate is compared by Node (RFC 9110 4.3.4). */
export function createTransport({ policy, has }: Self, ca: string | undefined): Transport {
  const keepAlive = policy.connection === 'kept';
  const plain = new HttpAgent({ keepAlive });
  const secure = new HttpsAgent({
    keepAlive,
    ...(ca === undefined ? {} : { ca }),
    ...(has('certificate-unchecked') ? { rejectUnauthorized: false } : {}),
    ...(has('certificate-name-unchecked') ? { checkServerIdentity: () => undefined } : {}),
  });
  return {
    send: async (outgoing) => {
      const { url, method } = outgoing;
      const place = {
        hostname: url.hostname.replaceAll(/[[\]]/g, ''),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        method,
      };
      const request =
        url.protocol === 'https:' ? httpsRequest({ ...place, agent: secure }) : httpRequest({ ...place, agent: plain });
      return exchange(request, outgoing);
    },
  };
}

async function exchange(request: ClientRequest, outgoing: Outgoing): Promise<Answer> {
  // Node puts methods into upper case. Methods have a case (RFC 9110 9.1).
  request.method = outgoing.method;
  for (const name of new Set(outgoing.lines.map(([name]) => name)))
    request.setHeader(
      name,
      outgoing.lines.filter(([field]) => field === name).map(([, value]) => value),
    );
  const { body, chunked = false } = outgoing;
  if (chunked) request.setHeader('Transfer-Encoding', 'chunked');
  else if (body !== undefined || outgoing.method === 'POST') request.setHeader('Content-Length', body?.length ?? 0);
  const timer = setTimeout(() => request.destroy(new Error('no answer in time')), patience);
  // `once` sees an error before the answer, and reading sees one within it. What comes later is of no interest.
  request.on('error', () => undefined);
  try {
    request.end(body);
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    return { status: message.statusCode ?? 0, lines: linesOf(message.rawHeaders), body: await read(message) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CutConnection(error, request.reusedSocket);
  } finally {
    clearTimeout(timer);
  }
}

function linesOf(raw: readonly string[]): Answer['lines'] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

async function read(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > largest) throw new Error('the answer is too long');
  }
  return Buffer.concat(chunks).toString();
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { clients } from './reference.fixture.ts';

/** The traffic of a campaign so far, as the server counts it. */
export type Traffic = {
  count: number;
  readonly proofs: Set<string>;
  /** Requests with a proof that was sent before. Only sequences do that. */
  repeats: number;
  sinceRepeat: number;
  /** Requests with a proof that lacks its `typ`. */
  untyped: number;
  sinceUntyped: number;
};

/** How a lost server treats a request. `answer` answers as before. */
export type Loss = 'hang' | 'reset' | 'put-off' | 'put-off-for-long' | 'in-turn';

export type Losing = {
  readonly target: object;
  /** The number of requests that arrived at the lost server. */
  readonly after: () => number;
};

/** Starts a token endpoint that accepts any proof of three parts, until `isLost` says that it is lost. */
export async function startLosing(isLost: (traffic: Traffic) => boolean, loss: Loss = 'hang'): Promise<Losing> {
  const traffic: Traffic = { count: 0, proofs: new Set(), repeats: 0, sinceRepeat: 0, untyped: 0, sinceUntyped: 0 };
  let after = 0;
  const server = createServer((request, response) => {
    request.resume();
    note(traffic, String(request.headers['dpop']));
    if (!isLost(traffic)) return answer(request, response, traffic.count);
    after += 1;
    lose(loss === 'in-turn' ? (after % 2 === 0 ? 'hang' : 'put-off') : loss, request, response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const as = { endpoints: { token: `http://127.0.0.1:${port}/token` }, clients: [clients.confidential] };
  const target = { name: 'losing', as, limits: { timeoutSeconds: 1 } };
  return { target, after: () => after };
}

function note(traffic: Traffic, proof: string): void {
  const isRepeat = proof.length > 40 && traffic.proofs.has(proof);
  traffic.count += 1;
  traffic.repeats += Number(isRepeat);
  traffic.sinceRepeat = isRepeat ? 0 : traffic.sinceRepeat + 1;
  traffic.proofs.add(proof);
  const isUntyped = lacksType(proof);
  traffic.untyped += Number(isUntyped);
  traffic.sinceUntyped = isUntyped ? 0 : traffic.sinceUntyped + 1;
}

function lacksType(proof: string): boolean {
  const header = Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString();
  return header.includes('"jwk"') && !header.includes('typ');
}

function answer(request: IncomingMessage, response: ServerResponse, count: number): void {
  const isLawful = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(String(request.headers['dpop']));
  const body = isLawful ? { access_token: `t-${count}-abcdefgh`, token_type: 'DPoP' } : { error: 'invalid_dpop_proof' };
  response.writeHead(isLawful ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function lose(loss: Exclude<Loss, 'in-turn'>, request: IncomingMessage, response: ServerResponse): void {
  switch (loss) {
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'put-off':
    case 'put-off-for-long': {
      const retryAfter = loss === 'put-off' ? '0' : '86400';
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter }).end('{}');
      return;
    }
    default:
      loss satisfies never;
  }
}

/** Whether the record of a running campaign has at least `count` findings. */
export function hasFindings(record: string, count: number): boolean {
  try {
    return readFileSync(record, 'utf8').split('"type":"finding"').length > count;
  } catch {
    return false;
  }
}

import type { Posture, PostureRule } from '../suite/client/posture.ts';
import { changedAnswer } from './apply.ts';
import { type Asked, type OriginName, readAsked } from './asked.ts';
import { createChooser } from './choose-rule.ts';
import { isPreflight, preflightAnswer } from './cross-origin.ts';
import { jsonAnswer, type Issued, type Lawful } from './lawful/answer.ts';
import { createAuthorizationServer, type Origins } from './lawful/authorization-server.ts';
import { answerAtResource } from './lawful/resource-server.ts';
import { type Answerer, type Certificate, listen, type Listener, type RawAnswer, type UsedPorts } from './listener.ts';
import type { Mint } from './mint.ts';
import { createNonces } from './nonces.ts';
import type { RawRequest } from './raw-request.ts';

/** One request that has come, and its answer. Times are milliseconds since the epoch. */
export type Visit = {
  readonly asked: Asked;
  /** The absolute URL, with the host that the client named where it is this server. */
  readonly url: string;
  readonly answer: RawAnswer;
  /** The rule of the posture that answered, by its place in it. */
  readonly rule?: number;
  readonly issued?: Issued;
  readonly startedAt: number;
  readonly totalMs: number;
};

/** An authorization server, two resource servers and the server of somebody else, on ports of their own. */
export type Peer = {
  readonly origins: Origins;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

export type PeerOptions = {
  readonly posture: Posture;
  readonly mint: Mint;
  readonly ports: UsedPorts;
  readonly tls?: Certificate;
  readonly onVisit: (visit: Visit) => void;
};

/** A client that asks more often has got into a loop: connections are closed without an answer from then on. */
const maxVisits = { each: 45, all: 1400 } as const;

const names = ['as', 'rs', 'rs2', 'foreign'] as const satisfies readonly OriginName[];

export async function openPeer(options: PeerOptions): Promise<Peer> {
  const { ports, tls } = options;
  const served: { answerer?: (origin: OriginName) => Answerer } = {};
  const listeners = await Promise.all(
    names.map((name) => listen(async (request) => served.answerer?.(name)(request), ports, tls)),
  );
  const origins = originsOf(listeners, tls === undefined ? 'http' : 'https');
  served.answerer = createAnswerer(origins, options);
  return {
    origins,
    connections: () => listeners.reduce((sum, one) => sum + one.connections(), 0),
    close: async () => {
      await Promise.all(listeners.map((one) => one.close()));
    },
  };
}

function originsOf(listeners: readonly Listener[], scheme: string): Origins {
  const [as = '', rs = '', rs2 = '', foreign = ''] = listeners.map(({ port }) => `${scheme}://127.0.0.1:${port}`);
  return { as, rs, rs2, foreign };
}

function createAnswerer(origins: Origins, { posture, mint, onVisit }: PeerOptions): (origin: OriginName) => Answerer {
  const nonces = createNonces();
  const choose = createChooser(posture, nonces);
  const as = createAuthorizationServer(origins, mint);
  const handedOut = new Set<string>();
  const ruled = new Map<number, number>();
  let all = 0;
  const lawfulOf = (asked: Asked): Lawful => {
    if (asked.origin === 'as') return as.answer(asked);
    if (asked.origin === 'foreign') return { draft: jsonAnswer(200, { ok: true }) };
    return { draft: answerAtResource(asked, origins, (token) => as.tokens.has(token) || handedOut.has(token)) };
  };
  return (origin) => async (request) => {
    const startedAt = Date.now();
    const began = performance.now();
    const asked = readAsked(request, origin);
    if (isPreflight(asked)) return preflightAnswer(asked);
    const chosen = choose(asked);
    all += 1;
    const times = chosen === undefined || !turnsAway(chosen.rule) ? 0 : (ruled.get(chosen.index) ?? 0) + 1;
    if (chosen !== undefined) ruled.set(chosen.index, times);
    if (all > maxVisits.all || times > maxVisits.each) return undefined;
    const ground = { asked, nonces, origins, mint, lawful: () => lawfulOf(asked) };
    const { answer, issued } = changedAnswer(chosen?.rule.give ?? [], ground);
    if (issued !== undefined) handedOut.add(issued.token);
    onVisit({
      asked,
      url: urlOf(request, origins[origin]),
      answer,
      ...(chosen === undefined ? {} : { rule: chosen.index }),
      ...(issued === undefined ? {} : { issued }),
      startedAt,
      totalMs: performance.now() - began + (answer.delayMs ?? 0),
    });
    return Promise.resolve(answer);
  };
}

function turnsAway({ give }: PostureRule): boolean {
  return give.some(({ op }) => op === 'demand-nonce' || op === 'error' || op === 'redirect' || op === 'cut');
}

/** Where the client says in which spelling it has the host, that counts: `htu` has the same one. */
function urlOf(request: RawRequest, origin: string): string {
  if (/^https?:\/\//i.test(request.target)) return request.target;
  const { protocol, port } = new URL(origin);
  const host = request.fields.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const isOwn = host?.endsWith(`:${port}`) === true;
  return `${isOwn ? `${protocol}//${host}` : origin}${request.target}`;
}

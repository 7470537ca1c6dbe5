import { HarnessError } from '../errors.ts';
import type { Op } from '../plan/ops.ts';
import { type Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { jsonBody } from '../verdict/answer.ts';
import { classifyAuthorization } from '../verdict/outcome.ts';
import type { Bench } from '../bench/bench.ts';
import { authorize, type CodeWish } from './grants.ts';
import type { GrantMaker, RefreshTokens } from './lawful.ts';
import type { Order } from './order.ts';
import type { Sent } from './sent.ts';
import type { Session } from '../bench/session.ts';

type Send = (order: Order) => Promise<Sent>;

/** How the grant of an order is made: what its ops ask for, and requests that have to go before. */
export function grantMaker(bench: Bench, order: Order, send: Send, refreshToken: RefreshTokens): GrantMaker {
  return {
    wish: order.ops.findLast((op) => op.op === 'authorization'),
    rotated: order.ops.some((op) => op.op === 'refresh-token'),
    refreshToken,
    push: (session) => (parameters, wish) => push(bench, session, parameters, wish, send),
  };
}

/** RFC 9126 §2; nonces are answered as everywhere. */
async function push(
  bench: Bench,
  session: Session,
  parameters: readonly Pair[],
  wish: CodeWish,
  send: Send,
): Promise<string> {
  const sent = await send({ ...setUp('par', session, proofOps(wish)), grant: parameters });
  const requestUri = bodyOf(sent)?.['request_uri'];
  if (typeof requestUri === 'string') {
    bench.redactor.add(requestUri, 'request_uri');
    return requestUri;
  }
  if (sent.outcome.class === 'refused')
    throw new Inapplicable(`the authorization server takes no such pushed request (${sent.outcome.text})`);
  throw new HarnessError('ERR_TOKEN_REQUEST', `${bench.as?.par ?? ''}: no request_uri (${sent.outcome.text})`);
}

function proofOps(wish: CodeWish): readonly Op[] {
  switch (wish?.proof) {
    case 'own':
      return [];
    case 'other':
      return [{ op: 'key', use: 'other' }];
    default:
      return [{ op: 'dpop-lines', lines: 'absent' }];
  }
}

/** An ID Token (OpenID Connect) as the session's client, or another one, gets it. */
export async function idToken(bench: Bench, session: Session, send: Send): Promise<string> {
  const client = bench.loaded.descriptor.as?.clients.find(
    ({ scope, grants }) => grants.includes('authorization_code') && scope?.split(' ').includes('openid') === true,
  );
  if (client === undefined) throw new Inapplicable('no client of the descriptor asks for the scope openid');
  const sent = await send(setUp('token', { ...session, client, grant: 'authorization_code' }, []));
  const token = bodyOf(sent)?.['id_token'];
  if (typeof token !== 'string') throw new Inapplicable('the token response has no ID Token');
  bench.redactor.add(token, 'id_token');
  return token;
}

function setUp(place: Order['place'], session: Session, ops: readonly Op[]): Order {
  const base = { instance: 'setup', purpose: 'setup', earlier: new Map(), answerChallenges: true } as const;
  return { ...base, place, session, ops, delta: ops };
}

function bodyOf({ exchange }: Sent): Readonly<Record<string, unknown>> | undefined {
  return exchange.response === undefined ? undefined : jsonBody(exchange.response);
}

/** The whole flow, to the code or to its refusal; the exchange is the one that ends it. */
export async function visit(
  bench: Bench,
  { session }: Order,
  url: string,
): Promise<Pick<Sent, 'exchange' | 'outcome'>> {
  if (session.client === undefined) throw new Inapplicable('no client asks for the code');
  const { exchange, params } = await authorize(bench, session.client, url);
  if (exchange === undefined) throw new HarnessError('ERR_LOGIN', `no answer was seen from ${url}`);
  return { exchange, outcome: classifyAuthorization(exchange, params) };
}

import { openSession } from '../bench/open-session.ts';
import type { Session } from '../bench/session.ts';
import { bodyOf } from '../exchange/sent.ts';
import type { Op } from '../plan/ops.ts';
import { jktOf, readJwt } from '../verdict/answer.ts';
import { acceptedOrBlocked } from './accepted.ts';
import { inServersTime } from './clock/keep-time.ts';
import { type Inspection, warn } from './inspection.ts';
import { learnNonces } from './nonces.ts';
import { probe } from './probe.ts';
import { withSomeAlg } from './proof-algs.ts';
import { learnSteadiness } from './steadiness.ts';

const badSignature: readonly Op[] = [{ op: 'signature', edit: 'flip-first' }];

/** Learns which algorithm and nonces the token endpoint takes, the clock, and what its access tokens are like. */
export async function inspectToken(inspection: Inspection): Promise<void> {
  const { bench } = inspection;
  const open = (): Promise<Session> => openSession(bench, { place: 'token', spec: {} });
  const first = await inServersTime({
    inspection,
    place: 'token',
    role: 'as',
    attempt: () => withSomeAlg(bench, 'as', async () => learnNonces(bench, 'token', await open())),
    once: async (ops) => probe(bench, 'token', await open(), ops),
    isCostly: (await open()).grant === 'authorization_code',
  });
  const sent = await acceptedOrBlocked(inspection, 'token', first);
  if (sent === undefined) return;
  const session = await open();
  if (session.grant === 'client_credentials') await learnSteadiness({ bench, place: 'token', session });
  // The pulse learns from this request how long a refusal takes.
  await probe(bench, 'token', await open(), badSignature);
  const body = bodyOf(sent);
  const jwt = typeof body?.['access_token'] === 'string' ? readJwt(body['access_token']) : undefined;
  bench.facts.tokenReadable = jwt !== undefined;
  bench.facts.tokenBound = String(body?.['token_type']).toLowerCase() === 'dpop' || jktOf(jwt?.claims) !== undefined;
  if (bench.facts.tokenBound) return;
  warn(
    inspection,
    'token: a request with a valid proof is answered with an unbound token (token_type Bearer); cases about binding are skipped',
  );
}

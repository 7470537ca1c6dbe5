import { HarnessError } from '../errors.ts';
import { challengeOf } from '../verdict/answer.ts';
import type { Bench } from '../bench/bench.ts';
import type { Role } from '../bench/nonces.ts';
import { headersOf } from '../exchange/headers-of.ts';
import type { Sent } from '../exchange/sent.ts';
import { usualAlgs } from '../bench/open-session.ts';
import { defined } from '../defined.ts';
import { isHanging } from './probe.ts';

/** Learns the algorithms that a resource server names in its metadata or its challenge, before any proof is made for it. */
export async function learnAlgs(bench: Bench): Promise<void> {
  const fromMetadata = bench.rsMetadata?.document?.['dpop_signing_alg_values_supported'];
  const [resource] = bench.resources;
  if (resource === undefined) return;
  const fields = headersOf(bench, resource.headers);
  const timeoutMs = isHanging(bench, resource.url) ? bench.pulse.patience() : undefined;
  const request = { method: resource.method, url: resource.url, fields, ...defined({ timeoutMs }) };
  const { response } = await bench.wire.send(request);
  const algs = response === undefined ? undefined : challengeOf(response, 'DPoP')?.params.get('algs');
  const lists = [Array.isArray(fromMetadata) ? fromMetadata.map(String) : [], algs?.split(/[\s,]+/) ?? []];
  const named = lists.find((list) => list.length > 0);
  if (named !== undefined) bench.facts.rsAlgs = named;
  bench.facts.rsAlgsNamed = lists.flat();
}

/**
 * Makes the attempt with each usual algorithm until the server does not blame the proof: which ones it takes is its own
 * choice (RFC 9449 §4.3 check 5).
 */
export async function withSomeAlg(bench: Bench, role: Role, attempt: () => Promise<Sent>): Promise<Sent> {
  let first: Sent | undefined;
  for (const alg of usualAlgs(bench, role)) {
    bench.facts.proofAlg[role] = alg;
    const sent = await attempt().catch((error: unknown) => refusedToken(error, first));
    first ??= sent;
    if (sent.outcome.class === 'accepted' || !blamesProof(sent)) return sent;
  }
  delete bench.facts.proofAlg[role];
  return first ?? attempt();
}

/** The authorization server may take fewer algorithms than the resource server does. */
function refusedToken(error: unknown, before: Sent | undefined): Sent {
  if (before !== undefined && error instanceof HarnessError && error.code === 'ERR_TOKEN_REFUSED') return before;
  throw error;
}

/** A refusal that names the proof, or the nonce in it. */
export function blamesProof({ outcome }: Sent): boolean {
  return ['invalid_dpop_proof', 'use_dpop_nonce'].includes(outcome.error ?? '');
}

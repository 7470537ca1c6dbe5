import { expect, test } from 'vitest';
import type { Bench } from '../../bench/bench.ts';
import { noFacts } from '../../bench/facts.ts';
import type { Sent } from '../../exchange/sent.ts';
import { noteWavering } from '../../exchange/wavering.ts';
import { setClock, type Station } from './station.ts';

test('proofs of a server whose clock is set anew are dated back again after the next refusal, and never ahead', () => {
  const bench = { facts: noFacts() } as Bench;
  const station = { inspection: { bench, obstacles: [] }, role: 'as' } as unknown as Station;
  const iat = 1_700_000_000;
  const outcome = { class: 'refused', error: 'invalid_dpop_proof' };
  const refused = { outcome, startedAt: iat * 1000 + 2, proof: { claims: { iat } } } as unknown as Sent;
  noteWavering(bench, 'token', refused);
  setClock(station, {});
  noteWavering(bench, 'token', refused);
  expect([bench.facts.clocks.as.offset, bench.facts.wavering.has('token')]).toEqual([-1, false]);
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as jose from 'jose';
import { expect, test } from 'vitest';
import { judge } from '../judge/judge.ts';
import type { JudgedRequest } from '../judge/types.ts';
import { op } from '../plan/arbitrary.fixture.ts';
import type { Op } from '../plan/ops.ts';
import { isSymbolic, type PlanValue } from '../plan/values.ts';
import { concretise } from './concretise.ts';
import { Inapplicable } from './inapplicable.ts';
import { bare, fieldsNamed, key, now, printedToken, resourceRequest } from './proof.fixture.ts';

/** Compares the judge with checks built on jose, on proofs that generated plans make. */
const url = 'https://rs.example.com/things/a~1';
const aboutProof = new Set<Op['op']>([
  'header-set',
  'header-remove',
  'claim-set',
  'claim-remove',
  'signature',
  'segments',
  'json',
  'duplicate-member',
  'bytes',
  'json-bytes',
  'field-order',
  'dpop-lines',
  'sign',
]);
const names = ['typ', 'alg', 'jwk', 'jti', 'htm', 'htu', 'iat', 'ath', 'crit', 'x'];
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Generated names almost never name a member of a proof, so these ops name real ones. */
const aimed = fc
  .tuple(op, fc.constantFrom(...names))
  .map(([one, name]): Op => ('value' in one && 'name' in one && one.op !== 'field' ? aimedAt(one, name) : one))
  .filter((one) => aboutProof.has(one.op));

type Named = Exclude<Extract<Op, { value: PlanValue; name: string }>, { op: 'field' }>;

/** Generated values almost never fit either, so this op edits the value of the lawful proof. */
function aimedAt(one: Named, name: string): Op {
  const { value } = one;
  if (typeof value === 'string' || !isSymbolic(value) || value.$ !== 'edited') return { ...one, name };
  const part = one.op === 'header-set' ? 'header' : 'payload';
  const lawful = { $: 'lawful', part, name };
  return { ...one, name, value: { $: 'edited', edit: value.edit, value: lawful } };
}

const plans = fc.array(aimed, { maxLength: 2 });

async function accepted(lines: readonly string[]): Promise<boolean> {
  const [line] = lines.map((value) => value.trim());
  if (line === undefined || lines.length !== 1) return false;
  try {
    const { payload, protectedHeader } = await jose.jwtVerify(line, jose.EmbeddedJWK, {
      typ: 'dpop+jwt',
      maxTokenAge: 300,
      currentDate: new Date(now * 1000),
      requiredClaims: ['jti', 'htm', 'htu', 'iat', 'ath'],
    });
    const ath = createHash('sha256').update(printedToken).digest('base64url');
    const shown = Object.keys(protectedHeader.jwk ?? {});
    return (
      !shown.some((name) => privateMembers.includes(name)) &&
      typeof payload.jti === 'string' &&
      payload['htm'] === 'GET' &&
      typeof payload['htu'] === 'string' &&
      new URL(payload['htu']).href.replace(/[?#].*/, '') === url &&
      payload['ath'] === ath &&
      (await jose.calculateJwkThumbprint(protectedHeader.jwk ?? {})) === key.jkt
    );
  } catch {
    return false;
  }
}

type Opinion = 'lawful' | 'open' | 'refuse';

function opinionOn(request: JudgedRequest): Opinion {
  const violations = judge(request, { now, tokens: new Map([[printedToken, key.jkt]]), seen: [] });
  if (violations.some(({ level }) => level === 'must')) return 'refuse';
  return violations.every(({ level }) => level === 'liberty') ? 'lawful' : 'open';
}

test('the judge and jose agree on ten thousand generated proofs wherever both have an opinion', async () => {
  const tally = { lawful: 0, open: 0, refuse: 0 };
  const disagreements: string[] = [];
  const samples = fc.sample(plans, { numRuns: 12_000, seed: 9449 });
  for (const ops of samples) {
    if (tally.lawful + tally.open + tally.refuse >= 10_000) break;
    try {
      const { request } = await concretise(resourceRequest, ops, bare);
      const opinion = opinionOn({ role: 'rs', ...request });
      tally[opinion] += 1;
      const took = await accepted(fieldsNamed(request, 'DPoP'));
      if (opinion === (took ? 'refuse' : 'lawful')) disagreements.push(`${opinion}: ${JSON.stringify(ops)}`);
    } catch (error) {
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
  expect(disagreements).toEqual([]);
  expect(tally.lawful + tally.open + tally.refuse).toBe(10_000);
  expect(Math.min(tally.lawful, tally.refuse)).toBeGreaterThan(1000);
});

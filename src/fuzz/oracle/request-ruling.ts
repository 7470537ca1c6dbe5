import type { Violation } from '../../judge/types.ts';
import type { Op } from '../../plan/ops.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import type { Place } from '../../suite/schema.ts';
import { effectiveMetadata } from '../../target/metadata.ts';
import type { Ruling } from './ruling.ts';

/** The only access token is one that is bound to nobody: as Bearer token, or beside a proof. */
const unbound = new Set(['RFC9449-7.2-10', 'RFC9449-6-03']);

/** The metadata of a resource may rule such tokens out (RFC 9728 §2). */
export function rulingByMetadata(
  { rsMetadata }: Pick<Bench, 'rsMetadata'>,
  place: Place,
  violations: readonly Violation[],
): Ruling | undefined {
  const rows = violations.map(({ requirement }) => requirement);
  const isUnbound = rows.some((row) => unbound.has(row)) && !rows.includes('RFC9449-7.2-06');
  if (place !== 'resource' || !isUnbound) return undefined;
  if (effectiveMetadata(rsMetadata?.document)?.['dpop_bound_access_tokens_required'] !== true) return undefined;
  const musts = violations.filter(({ level }) => level === 'must').map(({ requirement }) => requirement);
  return { expect: 'refuse', requirements: [...new Set(['RFC9728-2-02', ...musts])], isDoubtful: false };
}

type Lawful = Extract<Ruling, { expect: 'accept' }>;

/** What a refusal of a lawful request breaks beside the rows of the judge, and what it has to name to count. */
export function lawfulBecause(place: Place, { client }: Pick<Session, 'client'>, ops: readonly Op[]): Partial<Lawful> {
  if (ops.length === 0) return { fault: 'proof' };
  if (isQueryAlone(place, ops)) return { requirements: ['RFC9449-4.3-09f'], isDoubtful: true, fault: 'proof' };
  const isBound = client?.dpopBoundAccessTokens === true;
  return addsProof(ops) && !isBound ? { requirements: ['RFC9449-3-02'], isDoubtful: true } : {};
}

/** Nothing but a query that means nothing: a resource may refuse it, but not for the proof, whose `htu` has none. */
export function isQueryAlone(place: Place, ops: readonly Op[]): boolean {
  return place === 'resource' && ops.length > 0 && ops.every(({ op }) => op === 'query');
}

/** The plain request, seen against the same one without a proof. */
export function addsProof(ops: readonly Op[]): boolean {
  const lines = ops.map((op) => (op.op === 'dpop-lines' ? op.lines : ''));
  return lines.length === 2 && lines[0] === 'absent' && lines[1] === 'present';
}

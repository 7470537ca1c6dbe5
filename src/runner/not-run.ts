import type { Bench } from '../bench/bench.ts';
import { lossAt } from '../bench/life.ts';
import type { Place } from '../suite/schema.ts';
import { inapplicable, notRun } from '../verdict/judgement.ts';
import { whyNot } from './applies.ts';
import type { CaseInstance } from './case-context.ts';
import type { CaseResult } from './case-result.ts';

export function unrun(bench: Bench, instance: CaseInstance): CaseResult | undefined {
  const blocked = closedAt(bench, instance.place) ?? closedAt(bench, blockingPlace(instance.place));
  if (blocked !== undefined && !isAboutPlainProofs(bench, instance)) return closedResult('blocked', blocked);
  const why = bench.facts.absent.get(instance.place) ?? whyNot(bench, instance);
  return why === undefined ? undefined : closedResult('inapplicable', why);
}

/** Why nothing can be judged there. */
export function closedAt(bench: Bench, place: Place): string | undefined {
  return bench.facts.blocked.get(place) ?? lossAt(bench, place);
}

/** Of a case for which nothing is sent. */
export function closedResult(by: 'inapplicable' | 'blocked', why: string): CaseResult {
  const judgement = by === 'blocked' ? notRun(why) : inapplicable(why);
  return { ...judgement, exchanges: [], basis: { by, why } };
}

/** Where plain lawful proofs are refused as proofs, the cases that send nothing else show just that. */
function isAboutPlainProofs(bench: Bench, { case: item, place }: CaseInstance): boolean {
  if (!bench.facts.proofRefused.has(place) || item.session !== undefined) return false;
  return item.exchanges.every(({ expect, delta, with: lawful = [], at, checks = [] }) => {
    const plain = delta.every(({ op }) => op === 'nonce') && lawful.length === 0 && at === undefined;
    // A refusal says nothing of a requirement on what the lawful answer looks like.
    const isOfAnswer = expect === 'accept' && checks.some(({ requirement }) => requirement === item.requirements[0]);
    return plain && !isOfAnswer && (expect === 'challenge' || expect === 'accept');
  });
}

/** What keeps lawful token or resource requests from working keeps everything behind them from being judged. */
export function blockingPlace(place: Place): Place {
  switch (place) {
    case 'par':
    case 'authorization':
    case 'introspection':
      return 'token';
    case 'token':
    case 'resource':
    case 'metadata':
    case 'resource-metadata':
      return place;
    default:
      return place satisfies never;
  }
}

import type { Bench } from '../bench/bench.ts';
import { lossAt } from '../bench/life.ts';
import type { Place } from '../suite/schema.ts';
import { inapplicable, notRun } from '../verdict/judgement.ts';
import { whyNot } from './applies.ts';
import type { CaseInstance } from './case-context.ts';
import type { CaseResult } from './case-result.ts';

export function unrun(bench: Bench, instance: CaseInstance): CaseResult | undefined {
  const blocked = closedAt(bench, instance.place) ?? closedAt(bench, blockingPlace(instance.place));
  const isJudged = isAboutPlainProofs(bench, instance) || isAboutBearer(bench, instance);
  if (blocked !== undefined && !isJudged) return closedResult('blocked', blocked);
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

/**
 * Where plain lawful proofs are refused as proofs, the cases that send nothing else show just that. Which rule is broken shows
 * only where one change of the proof is known with which it is taken; then the case about that member is run.
 */
function isAboutPlainProofs(bench: Bench, { case: item, place }: CaseInstance): boolean {
  if (!bench.facts.proofRefused.has(place) || item.session !== undefined) return false;
  const isPlain = item.exchanges.every(({ delta, with: lawful = [], at }) => {
    return delta.every(({ op }) => op === 'nonce') && lawful.length === 0 && at === undefined;
  });
  if (!isPlain) return false;
  if (item.exchanges.every(({ expect }) => expect === 'challenge')) return true;
  const isLawful = item.exchanges.every(({ expect }) => expect === 'challenge' || expect === 'accept');
  return isLawful && isAbout(item, bench.facts.proofRefused.get(place));
}

/** What a resource takes in place of a proof shows without any proof that it takes. */
export function isAboutBearer({ facts }: Bench, { case: { needs = [] } }: CaseInstance): boolean {
  return facts.bearerInPlace !== undefined && needs.includes('bearer-in-place');
}

function isAbout({ requirements: [main = ''], needs = [] }: CaseInstance['case'], cause: string | undefined): boolean {
  switch (cause) {
    case 'nonce':
      return needs.includes('nonce-required');
    case 'iat':
      return main === 'RFC9449-4.3-11d';
    case 'htu':
      return main === 'RFC8414-2-01';
    default:
      return false;
  }
}

/** What keeps lawful token or resource requests from working keeps everything behind them from being judged. */
export function blockingPlace(place: Place): Place {
  switch (place) {
    case 'par':
    case 'authorization':
    case 'introspection':
    case 'registration':
    case 'client-configuration':
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

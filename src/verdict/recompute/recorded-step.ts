import type { CarriedCheck, StepBasis } from '../../record/basis.ts';
import type { ExchangeEvent, ExchangeHead, Finding } from '../../record/schema.ts';
import { defined } from '../../defined.ts';
import type { ExchangeSpec, Place } from '../../suite/schema.ts';
import type { Answer, CheckResult } from '../check-result.ts';
import type { JudgedStep } from '../judge-step.ts';
import { answerOfRecord } from '../step-facts.ts';
import { type Evidence, Inconsistent, isVeiled } from './evidence.ts';

/** Where a step belongs. */
export type StepSite = Pick<Finding, 'target' | 'instance'> & { readonly place: Place; readonly evidence: Evidence };

/** A step of a case as the record keeps it, ready to be judged again. */
export function recordedStep(spec: ExchangeSpec, basis: StepBasis, site: StepSite): JudgedStep {
  const { evidence } = site;
  const { before, tested: id, after, burst, refusals, carried = [] } = basis;
  if (id === undefined) throw new Inconsistent('a step of it names no tested exchange');
  checkOrder(basis, site);
  if (carried.length > 0 && !isVeiled(evidence.exchange(id)))
    throw new Inconsistent(`checks of ${id} are carried, although its answer is neither masked nor cut`);
  if ((burst === undefined) !== (spec.burst === undefined))
    throw new Inconsistent('a burst is recorded as a single request, or the other way round');
  if ((basis.restarts ?? 0) > (basis.repeated ?? 1))
    throw new Inconsistent('the server is recorded as restarted more often than the request was sent');
  const answer =
    burst === undefined && isRead(spec, basis) ? answerIn(evidence.exchange(id), site.place, basis) : undefined;
  const rounds = burst?.rounds.map((round) => round.map(evidence.seen));
  return {
    spec,
    tested: {
      ...evidence.seen(id),
      ...defined({ answer, refusals, burst: burst && rounds ? { times: burst.times, rounds } : undefined }),
    },
    repeated: basis.repeated ?? 1,
    ...defined({
      before: before === undefined ? undefined : evidence.seen(before),
      after: after === undefined ? undefined : evidence.seen(after),
      restarts: basis.restarts,
      large: basis.large,
      carried: carried.length === 0 ? undefined : new Map(carried.map((one) => [one.check, resultOf(one)])),
    }),
  };
}

/** The tested exchange is the finding's own; its twins are controls of the same place, one before and one after it. */
export function checkOrder({ before, tested, after, burst, refusals = [] }: StepBasis, site: StepSite): void {
  const { evidence, target, instance } = site;
  const own = [...refusals, ...(tested === undefined ? [] : [tested]), ...(burst?.rounds.flat() ?? [])];
  for (const id of own) {
    const exchange = evidence.head(id);
    checkPlace(exchange, site);
    if (exchange.purpose !== 'tested' || exchange.instance !== instance)
      throw new Inconsistent(`${id} is no tested exchange of it`);
  }
  const taken = refusals.find((id) => !['refused', 'crashed'].includes(evidence.seen(id).outcome.class));
  if (taken !== undefined) throw new Inconsistent(`${taken} is named as a refusal, and is none`);
  for (const id of [before, after]) {
    if (id === undefined) continue;
    const exchange = evidence.head(id);
    checkPlace(exchange, site);
    if (!exchange.purpose.startsWith('control-') || exchange.target !== target)
      throw new Inconsistent(`${id} is no control of it`);
  }
  const order = [before, ...refusals, tested, after].flatMap((id) => (id === undefined ? [] : [evidence.position(id)]));
  if (order.some((position, index) => index > 0 && position <= (order[index - 1] ?? 0)))
    throw new Inconsistent(`its controls do not stand before and after ${tested ?? ''}`);
}

function checkPlace({ id, target, place }: ExchangeHead, site: StepSite): void {
  if (target !== site.target || place !== site.place)
    throw new Inconsistent(`${id} went to ${place} of ${target}, and not to ${site.place} of ${site.target}`);
}

/** Without checks, what sort of answer it was is enough. */
function isRead({ checks = [] }: ExchangeSpec, { facts }: StepBasis): boolean {
  return checks.length > 0 || facts?.downgraded === true;
}

function answerIn(exchange: ExchangeEvent, place: Place, { facts = {} }: StepBasis): Answer | undefined {
  const { transcript, outcome, binding } = exchange;
  const { request, response, totalMs: ms } = transcript;
  if (response === undefined) return undefined;
  return answerOfRecord({ place, method: request.method, response, outcome, ms, binding }, facts);
}

function resultOf({ ok, expected, got, atMost }: CarriedCheck): CheckResult {
  return { ok, expected, got, ...defined({ atMost }) };
}

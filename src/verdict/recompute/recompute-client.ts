import { defined } from '../../defined.ts';
import type { BasisOf, ClientRun } from '../../record/basis.ts';
import type { ExchangeEvent, Finding, RunRecord } from '../../record/schema.ts';
import { arrivalOf } from '../client/arrival.ts';
import { judgeClient } from '../client/judge-client.ts';
import type { Played } from '../client/played.ts';
import { watchClient } from '../client/watch-client.ts';
import type { Judgement } from '../judgement.ts';
import { confirmed, type Steadiness, triedAgain } from '../steadiness.ts';
import { gradedOf } from './check-grades.ts';
import { type Evidence, Inconsistent } from './evidence.ts';
import { planOf } from './plan-of.ts';

/**
 * The verdict of a case for clients, made again from the requests that came.
 *
 * @throws Inconsistent
 */
export function recomputeClient(
  record: RunRecord,
  finding: Finding,
  { runs, claims }: Pick<BasisOf<'client'>, 'runs' | 'claims'>,
  evidence: Evidence,
): Judgement {
  const plan = planOf(finding);
  if (plan.kind !== 'client-case') throw new Inconsistent('its plan is no case for clients');
  const played = runs.map((run) => playedIn(record, finding, run, evidence));
  return judgeClient(
    { case: plan.case, requirements: gradedOf(finding.requirements), claims: new Set(claims) },
    played,
  );
}

/**
 * The same of a case that was played several times alone. No playing counts twice.
 *
 * @throws Inconsistent
 */
export function recomputeClientTries(
  record: RunRecord,
  finding: Finding,
  { by, tries, claims }: BasisOf<'client-confirmation' | 'client-retry'>,
  evidence: Evidence,
): Judgement & Pick<Steadiness, 'seen' | 'of'> {
  const names = tries.flat().map(({ run }) => run);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new Inconsistent(`it counts ${twice} twice`);
  const judged = tries.map((runs) => recomputeClient(record, finding, { runs, claims }, evidence));
  const { judgement, ...counts } = (by === 'client-retry' ? triedAgain : confirmed)(judged, false);
  return { ...judgement, ...counts };
}

/** All requests of a playing belong to it, and none is left out. */
function playedIn(record: RunRecord, { target, instance }: Finding, run: ClientRun, evidence: Evidence): Played {
  const events = run.exchanges.map(evidence.exchange);
  const strange = events.find(
    (event) => event.target !== target || event.peer?.run !== run.run || event.purpose !== run.purpose,
  );
  if (strange !== undefined) throw new Inconsistent(`${strange.id} is no request of ${run.run}`);
  const isOther = events.find((event) => run.purpose === 'tested' && event.instance !== instance);
  if (isOther !== undefined) throw new Inconsistent(`${isOther.id} is no tested request of it`);
  const due = requestsOf(record, target).filter(({ peer }) => peer?.run === run.run).length;
  if (due !== events.length) throw new Inconsistent(`${run.run} has ${due} requests, and it names ${events.length}`);
  const { purpose, words, connections, stderr } = run;
  return { purpose, words, arrivals: events.map(arrivalOf), ...defined({ connections, stderr }) };
}

/** @throws Inconsistent */
export function recomputeClientWatch(
  record: RunRecord,
  finding: Finding,
  { seen }: BasisOf<'client-watch'>,
): Judgement {
  const plan = planOf(finding);
  if (plan.kind !== 'client-watch') throw new Inconsistent('its plan is no watch for clients');
  const before = record.answersBefore.get(finding);
  if (before !== seen) throw new Inconsistent(`it looked at ${seen} requests, and ${before ?? 0} stand before it`);
  return watchClient(plan.watch, gradedOf(finding.requirements), requestsOf(record, finding.target).slice(0, seen));
}

const requests = new WeakMap<RunRecord, Map<string, readonly ExchangeEvent[]>>();

/** The requests of a client, unpacked once. */
function requestsOf(record: RunRecord, target: string): readonly ExchangeEvent[] {
  const known =
    requests.get(record) ??
    Map.groupBy(
      [...record.exchanges.values()].filter(({ peer }) => peer !== undefined),
      (event) => event.target,
    );
  requests.set(record, known);
  return known.get(target) ?? [];
}

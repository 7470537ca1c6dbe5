import { isDeepStrictEqual } from 'node:util';
import { HarnessError } from '../errors.ts';
import type { Finding, RunFinished, RunRecord } from '../record/schema.ts';
import { conclude } from './conclude.ts';
import { type Disorder, gatherDisorder } from './crash.ts';
import { marksOf } from './marks.ts';
import { checkExchange } from './recompute/check-exchange.ts';
import { type Asked, askedOf, checkGrades } from './recompute/check-grades.ts';
import { evidenceOf, Inconsistent } from './recompute/evidence.ts';
import { type Grounds as Recorded, recomputeFinding } from './recompute/recompute-finding.ts';
import { watchAgain } from './recompute/watching.ts';
import { roleOf } from '../suite/catalogue.ts';
import { placeOf } from './recompute/place-of.ts';

/** Where a record contradicts itself, and how. */
export type Inconsistency = { readonly where: string; readonly problem: string };

/** The first place where what is stored is not what the rest of the record makes of it. */
export function firstInconsistency(record: RunRecord): Inconsistency | undefined {
  const evidence = evidenceOf(record);
  const watching = watchAgain(record.findings);
  const disorder = gatherDisorder();
  const asked = askedOf(record);
  // One pass for all that looks at every exchange: to unpack them costs time.
  for (const exchange of record.exchanges.values()) {
    disorder.note(exchange);
    watching.look(exchange);
    const problem = problemOf(() => checkExchange(exchange));
    if (problem !== undefined) return { where: `exchange ${exchange.id}`, problem };
  }
  for (const finding of record.findings) {
    const problem = problemOf(() => checkFinding(record, finding, { evidence, watching, asked, disorder }));
    if (problem !== undefined) return { where: `${finding.target}/${finding.instance}`, problem };
  }
  const { finished } = record;
  const problem = finished === undefined ? undefined : problemOf(() => checkEnd(record, finished));
  return problem === undefined ? undefined : { where: 'the end of the run', problem };
}

/**
 * @throws HarnessError `ERR_RECORD_INVALID` naming the file, the place, what is stored and what it should be
 */
export function refuseInconsistent(file: string, record: RunRecord): void {
  const found = firstInconsistency(record);
  if (found === undefined) return;
  throw new HarnessError(
    'ERR_RECORD_INVALID',
    `${file}: the record contradicts itself at ${found.where}: ${found.problem}. ` +
      'It was changed after the run, or written by another version: take the record as Proofmark wrote it, or run again.',
  );
}

function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Inconsistent) return error.message;
    throw error;
  }
}

type Grounds = Recorded & { readonly asked: Asked; readonly disorder: Disorder };

function checkFinding(record: RunRecord, finding: Finding, { asked, disorder, ...recorded }: Grounds): void {
  checkNames(finding);
  for (const id of finding.exchanges) recorded.evidence.head(id);
  checkGrades(record.started, asked, finding);
  const { verdict, attribution, assertions, seen, of } = recomputeFinding(record, finding, recorded);
  compare('verdict', finding.verdict, verdict);
  compare('attribution', finding.attribution ?? 'none', attribution ?? 'none');
  const shownIn = (list: Finding['assertions'] | typeof assertions): readonly string[] =>
    list.map((one) => `${one.verdict} for ${one.requirement} in ${one.exchange ?? 'no exchange'}`);
  compare('list of assertions', shownIn(finding.assertions).join('; '), shownIn(assertions).join('; '));
  if (finding.fuzz !== undefined) {
    const { fuzz } = finding;
    compare('count of times seen', `${fuzz.seen} of ${fuzz.of}`, `${seen ?? 0} of ${of ?? 0}`);
  }
  checkMarks(record, finding, disorder);
}

function checkNames({ instance, case: id, place, role, plan, title }: Finding): void {
  const named = plan as { readonly id?: unknown; readonly title?: unknown } | null;
  if (named?.id !== id || named.title !== title) throw new Inconsistent('its plan is that of another case');
  if (instance.split('~', 1)[0] !== `${id}@${place}`)
    throw new Inconsistent('its name is that of another case or place');
  if (role !== 'client') compare('role', role, roleOf(placeOf(place)));
}

/** A waiver has to stand in the waiver file as it was at the start; a crash in the exchanges; what a skip is held against, in the start. */
function checkMarks({ started }: RunRecord, finding: Finding, disorder: Disorder): void {
  const target = started.targets.find(({ name }) => name === finding.target);
  if (target === undefined) return;
  const due = marksOf(finding, { target, today: started.today, disorder });
  if (!isDeepStrictEqual(finding.waiver, due.waiver))
    throw new Inconsistent(
      due.waiver === undefined
        ? 'it is waived, and no waiver of the run is about it'
        : 'a waiver of the run is about it, and it is recorded with none, or another',
    );
  const flag = (is: true | undefined): string => (is === true ? 'yes' : 'no');
  compare('mark of a crash', flag(finding.crash), flag(due.crash));
  compare('mark of a new skip', flag(finding.news), flag(due.news));
}

function checkEnd(record: RunRecord, finished: RunFinished): void {
  const due = conclude(record, finished.ended);
  compare('exit code', finished.exitCode, due.exitCode);
  compare('tone', finished.tone, due.tone);
  compare('count of verdicts', spelt(finished.counts), spelt(due.counts));
  compare('count of waived findings', finished.waived, due.waived);
  compare('list of stale waivers', finished.staleWaivers.join('; '), due.staleWaivers.join('; '));
  compare('list of targets', tones(finished), tones(due));
  compare('scope', scopes(finished), scopes(due));
  compare('list of problems', problems(finished), problems(due));
  if (finished.ended === 'complete') checkNumber(record);
}

/** Every case that was selected has come to a finding. */
function checkNumber({ preflights, findings }: RunRecord): void {
  for (const { target, planned, leftOut, obstacles } of preflights) {
    if (leftOut !== undefined && !obstacles.some(({ severity }) => severity === 'error'))
      throw new Inconsistent(`cases of ${target} are left out, and no error says why`);
    if (planned === undefined) continue;
    const got = findings.filter((finding) => finding.target === target && finding.fuzz === undefined).length;
    compare(`number of findings of ${target}`, got, planned);
  }
}

function problems({ problems: list }: Pick<RunFinished, 'problems'>): string {
  return list.map((problem) => JSON.stringify(problem)).join('; ');
}

function tones({ targets }: Pick<RunFinished, 'targets'>): string {
  return targets.map(({ name, tone }) => `${name} ${tone}`).join(', ');
}

function scopes({ scope, targets }: Pick<RunFinished, 'scope' | 'targets'>): string {
  return [scope, ...targets.map((target) => target.scope)]
    .map(({ ran, of, why }) => [`${ran} of ${of}`, ...why].join(', '))
    .join('; ');
}

function spelt(counts: RunFinished['counts']): string {
  const parts = Object.entries(counts).map(([verdict, count]) => `${count} ${verdict}`);
  return parts.toSorted().join(', ') || 'none';
}

function compare(what: string, stored: string | number, due: string | number): void {
  if (stored !== due) throw new Inconsistent(`the ${what} is recorded as ${stored}, and the record makes it ${due}`);
}

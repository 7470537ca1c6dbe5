import type { Problem } from '../../record/problem.ts';
import { type ChangeKind, changeKinds, type ProblemChange } from '../../verdict/difference/problem-change.ts';
import {
  isUncertain,
  isWorse,
  type RunDifference,
  type TargetDifference,
} from '../../verdict/difference/difference.ts';
import { scopeLine } from '../headline.ts';
import { counted } from '../text/counted.ts';
import { caveatsOf } from './caveats.ts';

/** What every format of a comparison shows. */
export type DifferenceView = {
  readonly headline: string;
  /**
   * `worse`: something is new or worse. `unsure`: nothing is, as far as the later run could judge. `calm`: nothing is, and the
   * later run is not a good one. Only `good` may look green.
   */
  readonly standing: 'worse' | 'unsure' | 'calm' | 'good';
  readonly sides: readonly { readonly name: string; readonly text: string }[];
  readonly caveats: readonly string[];
  readonly targets: readonly TargetDifferenceView[];
};

export type TargetDifferenceView = {
  readonly name: string;
  readonly headline: string;
  readonly groups: readonly ChangeGroup[];
  /** Sentences on what is no problem. */
  readonly remarks: readonly string[];
};

export type ChangeGroup = {
  readonly kind: ChangeKind;
  readonly title: string;
  readonly changes: readonly ChangeView[];
};

export type ChangeView = {
  /** As reports show it: `fail`, `warn`, or `waived`. */
  readonly status: 'fail' | 'warn' | 'waived';
  readonly title: string;
  readonly id: string;
  readonly details: readonly string[];
};

const groupTitles: Readonly<Record<ChangeKind, string>> = {
  new: 'New',
  worse: 'Worse',
  unknown: 'Not to be compared',
  better: 'Better',
  gone: 'Gone',
  same: 'As before',
};

export function differenceView(difference: RunDifference): DifferenceView {
  const targets = difference.targets.map((target) => targetView(target, difference.targets.length > 1));
  return {
    headline: targets.map(({ headline }) => headline).join(' '),
    standing: standingOf(difference),
    sides: [
      { name: 'Before', text: sideText(difference, 'before') },
      { name: 'After', text: sideText(difference, 'after') },
    ],
    caveats: caveatsOf(difference),
    targets,
  };
}

function standingOf(difference: RunDifference): DifferenceView['standing'] {
  if (isWorse(difference)) return 'worse';
  if (isUncertain(difference)) return 'unsure';
  return difference.targets.every(({ after }) => after.tone === 'good') ? 'good' : 'calm';
}

function sideText(difference: RunDifference, side: 'before' | 'after'): string {
  const { runId, startedAt, proofmark, exitCode, seed } = difference[side];
  const scopes = difference.targets.map((target) => scopeLine(target[side].scope, { seed }));
  const end = exitCode === undefined ? 'no end recorded' : `exit ${exitCode}`;
  return `${runId}, ${startedAt.slice(0, 19).replace('T', ' ')} UTC, Proofmark ${proofmark}, ${end}: ${scopes.join('; ')}`;
}

function targetView(target: TargetDifference, isOneOfMany: boolean): TargetDifferenceView {
  const { before, after, problems } = target;
  const names = before.target === after.target || isOneOfMany ? after.target : `${before.target} and ${after.target}`;
  const groups = changeKinds.flatMap((kind) => {
    const own = problems.filter((change) => change.kind === kind);
    return own.length === 0 ? [] : [{ kind, title: groupTitles[kind], changes: own.map(changeView) }];
  });
  return { name: names, headline: `${names}: ${standingText(target)}.`, groups, remarks: remarksOf(target) };
}

function standingText({ problems, unjudged, after }: TargetDifference): string {
  const of = (kind: ChangeKind): number => problems.filter((change) => change.kind === kind).length;
  const [first, ...bad] = [...said(of('new'), 'new'), ...said(of('worse'), 'worse')];
  const good = [...said(of('gone'), 'gone'), ...said(of('better'), 'better'), ...said(of('same'), 'as before')];
  const open = of('unknown') === 0 ? [] : [`${of('unknown')} cannot be compared`];
  const less = unjudged.length === 0 ? [] : [`${counted(unjudged.length, 'case')} could not be judged this time`];
  const cut = after.run.isEnded ? [] : ['the later run did not come to its end'];
  const lead = first === undefined ? 'no problem is new or worse' : [withNoun(first), ...bad].join(', ');
  return [lead, ...good, ...open, ...less, ...cut].join('; ');
}

function said(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? 'is' : 'are'} ${what}`];
}

/** `1 is new` as `1 problem is new`. */
function withNoun(text: string): string {
  return text.replace(/ is /, ' problem is ').replace(/ are /, ' problems are ');
}

function changeView(change: ProblemChange): ChangeView {
  const problem = change.after ?? change.before;
  if (problem === undefined) throw new TypeError('a problem is in one of the runs');
  return { status: statusOf(problem), title: problem.title, id: change.id, details: detailsOf(change) };
}

function statusOf({ waived, verdict }: Problem): ChangeView['status'] {
  return waived === true ? 'waived' : verdict;
}

function detailsOf({ kind, before, after, worse, better, untried, furtherPlaces, alsoAs }: ProblemChange) {
  return [
    ...extentOf(before, after),
    ...(before !== undefined && after !== undefined ? gradeChange(before, after) : []),
    ...(before === undefined || worse.length === 0 ? [] : [`${counted(worse.length, 'case')} worse: ${some(worse)}`]),
    ...(furtherPlaces.length === 0 || before === undefined ? [] : [`further places: ${furtherPlaces.join(', ')}`]),
    ...(kind === 'gone' || better.length === 0 ? [] : [`${counted(better.length, 'case')} better: ${some(better)}`]),
    ...(untried.length === 0 ? [] : [`${counted(untried.length, 'case')} tried in one run only: ${some(untried)}`]),
    ...(alsoAs === undefined
      ? []
      : [`${after === undefined ? 'its cases belong now' : 'its cases belonged'} to ${alsoAs}`]),
    ...(before === undefined && after?.waived === true ? ['was not there before, and is waived'] : []),
  ];
}

function extentOf(before: Problem | undefined, after: Problem | undefined): readonly string[] {
  const problem = after ?? before;
  if (problem === undefined) return [];
  const { findings, places } = problem;
  return [`${after === undefined ? 'was ' : ''}${counted(findings.length, 'case')} at ${places.join(', ')}`];
}

function gradeChange(before: Problem, after: Problem): readonly string[] {
  if (statusOf(before) === statusOf(after)) return [];
  return [`was ${statusOf(before)}, is ${statusOf(after)}`];
}

const maxNames = 3;

function some(instances: readonly string[]): string {
  const more = instances.length - maxNames;
  return `${instances.slice(0, maxNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function remarksOf({ moves, newSkips, unjudged, onlyBefore, onlyAfter }: TargetDifference): readonly string[] {
  return [
    ...moves.map(
      ({ from, to, instances }) => `${counted(instances.length, 'case')} from ${from} to ${to}: ${some(instances)}.`,
    ),
    ...(newSkips.length === 0
      ? []
      : [`${counted(newSkips.length, 'case')} judged before ${doesNot(newSkips)} apply now: ${some(newSkips)}.`]),
    ...(unjudged.length === 0
      ? []
      : [`${counted(unjudged.length, 'case')} judged before could not be judged now: ${some(unjudged)}.`]),
    ...(onlyBefore === 0 ? [] : [`${counted(onlyBefore, 'case')} only in the earlier run.`]),
    ...(onlyAfter === 0 ? [] : [`${counted(onlyAfter, 'case')} only in the later run.`]),
  ];
}

function doesNot({ length }: readonly string[]): string {
  return length === 1 ? 'does not' : 'do not';
}

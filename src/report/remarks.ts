import type { Finding, RunRecord, RunStarted } from '../record/schema.ts';
import type { Scope } from '../record/scope.ts';
import { againstBy, gateWords } from '../verdict/against.ts';
import { isWhole } from '../verdict/scope.ts';
import { missingAt } from '../verdict/skips.ts';

/** What the headline alone does not say; each a sentence, where there is anything to say. */
export type Remarks = {
  /** The findings that count against the gate, by what they are. */
  readonly against: string | undefined;
  readonly scope: string | undefined;
  readonly crashes: string | undefined;
  readonly newSkips: string | undefined;
  readonly missing: string | undefined;
  readonly leftBehind: string | undefined;
};

export function remarksOf(record: RunRecord, scope: Scope): Remarks {
  const { started, findings } = record;
  const missing = started.targets.flatMap(({ name }) => missingAt(record, name).map((one) => `${name}/${one}`));
  const skips = findings.filter(({ news }) => news === true);
  return {
    against: againstText(findings, started),
    scope: scopeText(scope),
    crashes: crashText(crashesIn(findings).length, started),
    newSkips: newsText(skips, started),
    leftBehind: leftBehindText(record.leftBehind),
    missing:
      missing.length === 0
        ? undefined
        : `${caseCount(missing.length)} that the base judged ${isOne(missing.length) ? 'is' : 'are'} not in this run: ${someOf(missing)}.`,
  };
}

/** Findings that show a crash and that nobody answers for. */
export function crashesIn(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ crash, waiver }) => crash === true && waiver === undefined);
}

/** `partial: 1 of 1281 cases`, for a headline; where every case was run, also what was left out beside them. */
export function partText({ ran, of, why }: Scope): string {
  if (of === 0) return 'partial: no case was run';
  return `partial: ${ran} of ${caseCount(of)}${ran === of ? `, ${why.join('; ')}` : ''}`;
}

/** `fail, warn`: what the gate was asked for. */
export function gateText({ failOn }: Pick<RunStarted, 'failOn'>): string {
  return gateWords.filter((word) => word === 'fail' || failOn.includes(word)).join(', ');
}

function scopeText(scope: Scope): string | undefined {
  if (isWhole(scope)) return undefined;
  const why = `${scope.why.join('; ')}.`;
  if (scope.of === 0) return `Nothing was run: ${why}`;
  return `Not everything that applies was run (${scope.ran} of ${caseCount(scope.of)}): ${why}`;
}

function againstText(findings: readonly Finding[], started: RunStarted): string | undefined {
  const counted = findings.flatMap((finding) => againstBy(finding, started.failOn) ?? []);
  if (counted.length === 0) return undefined;
  const parts = gateWords.flatMap((word) => {
    const count = counted.filter((one) => one === word).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const what = `${counted.length} ${isOne(counted.length) ? 'finding counts' : 'findings count'}`;
  return `${what} against the gate: ${parts.join(', ')} (it fails on ${gateText(started)}).`;
}

function crashText(count: number, { failOn }: RunStarted): string | undefined {
  if (count === 0) return undefined;
  const what = `The server crashed, or gave no answer, in ${caseCount(count)}.`;
  return failOn.includes('crash') ? what : `${what} The gate was not asked to fail on that (--fail-on crash).`;
}

function newsText(skips: readonly Finding[], { failOn, targets }: RunStarted): string | undefined {
  if (skips.length === 0) return undefined;
  const bases = targets.flatMap(({ base }) => base?.runId ?? []);
  const known =
    bases.length === 0
      ? 'the waiver file does not expect'
      : `the base (${[...new Set(bases)].join(', ')}) does not have`;
  const names = skips.map(({ target, instance }) => `${target}/${instance}`);
  const what = `${skips.length} ${isOne(skips.length) ? 'skip is' : 'skips are'} new: ${known} ${someOf(names)}.`;
  return failOn.includes('skip') ? what : `${what} The gate was not asked to fail on that (--fail-on skip).`;
}

function leftBehindText(events: RunRecord['leftBehind']): string | undefined {
  if (events.length === 0) return undefined;
  const parts = events.map(({ target, clients }) => {
    const whys = [...new Set(clients.map(({ why }) => why))].join('; ');
    return `${clients.length} at ${target} (${clients.map(({ id }) => id).join(', ')}): ${whys}`;
  });
  return `Clients that the run has registered are left behind, ${parts.join('; ')}.`;
}

function someOf(names: readonly string[]): string {
  const first = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${first} and ${names.length - 3} more` : first;
}

function caseCount(count: number): string {
  return `${count} ${isOne(count) ? 'case' : 'cases'}`;
}

function isOne(count: number): boolean {
  return count === 1;
}

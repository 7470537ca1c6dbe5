import type { RunRecord } from '../../record/schema.ts';
import { seenTitle } from '../../verdict/problems/seen-title.ts';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { alike, type FindingView, type ReportModel, type ReportOptions, reportModel } from '../model.ts';
import { fingerprint } from '../text/fingerprint.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { cut, plainText } from '../text/plain.ts';
import { type Cause, causesOf, problemsByKey } from '../views/causes.ts';
import { type PlaceInFile, placeInFile } from '../views/place-in-file.ts';
import { reportedFindings, unjudgedFindings } from '../views/reported.ts';

/** An entry of GitLab's code quality report, which follows Code Climate. */
type Issue = {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
};

/**
 * What counts, what is a breach, and what could not be judged, as GitLab's code quality report. A run that is not good has an
 * entry of its own, so that no empty list makes it look green. Findings of one problem are one entry.
 */
export function renderGitlab(record: RunRecord, options: ReportOptions = {}): string {
  const model = reportModel(record, options);
  const issues = [
    ...headIssue(model),
    ...causesOf(problemsByKey(record), reportedFindings(model)).map((cause) => issueOf(cause, model)),
    ...alike(unjudgedFindings(model)).map((group) => unjudgedOf(group, model)),
  ];
  return `${harmlessJson(issues, 2)}\n`;
}

const severities = { good: 'info', partial: 'info', bad: 'blocker', unsure: 'blocker', measured: 'info' } as const;

function headIssue(model: ReportModel): readonly Issue[] {
  const { gate, started } = model;
  if (gate.tone === 'good' && remarkLines(gate).length === 0) return [];
  const text = [`${gate.title}.`, headlineOf(model), ...gate.doubts, ...remarkLines(gate)].join(' ');
  const targets = started.targets.map(({ name }) => name);
  return [
    {
      description: plain(text),
      check_name: 'proofmark',
      fingerprint: fingerprint('run', ...targets),
      severity: severities[gate.tone],
      location: locationOf(placeInFile(started, { target: targets[0] ?? '' })),
    },
  ];
}

function issueOf({ problem, first, views }: Cause, { started }: ReportModel): Issue {
  const { finding, label, status } = first;
  const { target, instance, reason, requirements, waiver } = finding;
  const more = views.length === 1 ? '' : ` and ${views.length - 1} more`;
  const waived = status === 'waived' && waiver !== undefined ? ` Waived: ${waiver.reason}` : '';
  const isCounted = views.some(({ against }) => against !== undefined);
  return {
    description: plain(
      `${target}: ${label}: ${problem?.title ?? seenTitle(finding)} (${instance}${more}). ${reason}${waived}`,
    ),
    check_name: plain(requirements[0]?.id ?? 'proofmark'),
    fingerprint: fingerprint(target, problem?.id ?? instance),
    severity: isCounted ? 'critical' : status === 'waived' ? 'info' : 'minor',
    location: locationOf(placeInFile(started, finding)),
  };
}

function unjudgedOf(group: readonly FindingView[], { started }: ReportModel): Issue {
  const [first] = group;
  if (first === undefined) throw new RangeError('a group has a finding');
  const { target, instance, reason } = first.finding;
  const more = group.length === 1 ? '' : ` and ${group.length - 1} more`;
  return {
    description: plain(`${target}: ${first.label}: ${instance}${more}. ${reason}`),
    check_name: 'proofmark-not-judged',
    fingerprint: fingerprint(target, instance),
    severity: 'major',
    location: locationOf(placeInFile(started, first.finding)),
  };
}

function locationOf({ file, line }: PlaceInFile): Issue['location'] {
  return { path: plain(file.replace(/^(\.\/)+/, '')), lines: { begin: line } };
}

function plain(text: string): string {
  return plainText(cut(text, 1000));
}

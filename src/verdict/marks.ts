import type { Finding, RunStarted } from '../record/schema.ts';
import { type Disorder, showsCrash } from './crash.ts';
import { ownProblemId } from './problems/breach.ts';
import { isNewSkip } from './skips.ts';
import { waive } from './waivers.ts';

export type Marks = Pick<Finding, 'waiver' | 'crash' | 'news'>;

/** What the marks of a finding follow from, beside the finding. */
export type Grounds = {
  readonly target: RunStarted['targets'][number];
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly disorder: Disorder;
};

/** The finding with all that the gate has to know of it beside its verdict. */
export function mark(finding: Finding, { target, today, disorder }: Grounds): Finding {
  const shown = showsCrash(finding, disorder) ? { ...finding, crash: true as const } : finding;
  const waived = answeredBy(waive(shown, target.waivers ?? [], today), target);
  const isNews = isNewSkip(finding, target, waived.waiver !== undefined);
  return { ...waived, ...(isNews ? { news: true as const } : {}) };
}

/** Where only what is new is to count, the base answers for what it has too, as long as that is not worse now. */
function answeredBy(finding: Finding, { base }: Grounds['target']): Finding {
  if (finding.waiver !== undefined || base?.broken === undefined) return finding;
  const { broken, runId } = base;
  const id = ownProblemId(finding);
  const before = id === undefined ? undefined : broken[id];
  const isKnown = before === 'fail' || before === finding.verdict;
  return id === undefined || !isKnown
    ? finding
    : { ...finding, waiver: { reason: `Known: ${id} is in the base ${runId}.` } };
}

/** What {@link mark} adds to a finding that has none of it yet. */
export function marksOf(finding: Finding, grounds: Grounds): Marks {
  const { waiver: _waiver, crash: _crash, news: _news, ...bare } = finding;
  const { waiver, crash, news } = mark(bare, grounds);
  return { waiver, crash, news };
}

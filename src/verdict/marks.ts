import type { Finding, RunStarted } from '../record/schema.ts';
import { type Disorder, showsCrash } from './crash.ts';
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
  const waived = waive(finding, target.waivers ?? [], today);
  const isNews = isNewSkip(finding, target, waived.waiver !== undefined);
  return {
    ...waived,
    ...(showsCrash(finding, disorder) ? { crash: true as const } : {}),
    ...(isNews ? { news: true as const } : {}),
  };
}

/** What {@link mark} adds to a finding that has none of it yet. */
export function marksOf(finding: Finding, grounds: Grounds): Marks {
  const { waiver: _waiver, crash: _crash, news: _news, ...bare } = finding;
  const { waiver, crash, news } = mark(bare, grounds);
  return { waiver, crash, news };
}

import type { RunRecord } from '../../record/schema.ts';
import { alike, attention, type FindingView, type TargetView } from '../model.ts';
import { cut, plainText } from '../text/plain.ts';
import { waiverText } from '../text/waiver.ts';
import type { ProblemView } from '../views/problems.ts';
import { evidenceContext } from './evidence-context.ts';

const max = { rules: 3, variants: 200, evidence: 40, names: 5 };

/** The problems of a target: those that count first, then warnings, then what somebody answers for. */
export function problemsContext(record: RunRecord, target: TargetView, nextId: () => string): object {
  const of = (...wanted: readonly string[]): readonly ProblemView[] =>
    target.problems.filter(({ status }) => wanted.includes(status));
  let shown = 0;
  const contexts = (views: readonly ProblemView[]): readonly object[] =>
    views.map((view) => problemContext(record, view, { id: nextId(), hasEvidence: (shown += 1) <= max.evidence }));
  const broken = contexts(of('fail'));
  return { broken, isMany: broken.length > 1, warned: contexts(of('warn')), waived: contexts(of('waived')) };
}

type Shown = { readonly id: string; readonly hasEvidence: boolean };

function problemContext(record: RunRecord, view: ProblemView, { id, hasEvidence }: Shown): object {
  const { problem, status, label, lead, findings, rules, extent } = view;
  const { finding } = lead;
  return {
    id,
    problemId: plainText(problem.id),
    status,
    label,
    title: text(lead.seen),
    extent: text(extent),
    harm: text(problem.harm),
    about: text(problem.about),
    reason: text(finding.reason),
    why: text(finding.why ?? ''),
    waiver: finding.waiver === undefined ? '' : text(waiverText(finding.waiver)),
    rules: rules.slice(0, max.rules).map(({ requirement, spec }) => ({
      id: plainText(requirement.id),
      level: plainText(requirement.level),
      summary: text(requirement.summary),
      spec: spec.map((part) => ({ ...part, text: plainText(part.text) })),
    })),
    moreRules: Math.max(0, rules.length - max.rules),
    lead: variant(lead),
    variants: findings.slice(1, max.variants).map(variant),
    moreVariants: Math.max(0, findings.length - max.variants),
    others: findings.length - 1,
    replay: plainText(lead.replay),
    evidence: hasEvidence ? evidenceContext(record, finding) : undefined,
    isOpen: status === 'fail',
  };
}

function variant({ finding, seen, label, key }: FindingView): object {
  return { title: text(seen), instance: plainText(finding.instance), label, href: hrefOf(key) };
}

/** Where the finding stands among all cases. */
function hrefOf(key: string): string {
  const slash = key.indexOf('/');
  const parts = [key.slice(0, slash), key.slice(slash + 1)];
  return `#${parts.map((part) => encodeURIComponent(part).replaceAll('%40', '@')).join('/')}`;
}

/** What could not be judged, by why. */
export function unjudgedContext(target: TargetView): readonly object[] {
  const left = attention(target).filter(({ status, finding }) => isUnjudged(status) || finding.news === true);
  return alike(left).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        status: first.status,
        label: first.label,
        count: group.length,
        reason: text(first.finding.reason),
        names: group.slice(0, max.names).map(variant),
        more: Math.max(0, group.length - max.names),
        replay: plainText(first.replay),
      },
    ];
  });
}

function isUnjudged(status: string): boolean {
  return status === 'blocked' || status === 'error';
}

function text(source: string): string {
  return cut(plainText(source), 600);
}

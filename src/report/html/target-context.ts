import type { Obstacle } from '../../record/obstacle.ts';
import { obstacleDetails } from '../../verdict/obstacle-words.ts';
import type { RunRecord, Tone } from '../../record/schema.ts';
import type { SectionView, TargetView } from '../model.ts';
import { type Status, statuses } from '../../verdict/status.ts';
import { plainText } from '../text/plain.ts';
import { roleNames } from '../text/role-names.ts';
import { hasWaivedFail } from '../views/problems.ts';
import { problemsContext, unjudgedContext } from './problem-context.ts';
import { statusWords } from './words.ts';

/** What is wrong, and what a reader can do about it. */
export function obstacleContext(obstacle: Obstacle): object {
  const details = obstacleDetails(obstacle).map(([name, text]) => ({ name, text: plainText(text) }));
  return { message: plainText(obstacle.message), details };
}

/** One target: its summary, and the headings of its findings. */
export function targetContext(
  record: RunRecord,
  target: TargetView,
  columns: readonly Status[],
  nextIds: { readonly section: () => string; readonly problem: () => string },
): object {
  const sections = target.sections.map((view) => sectionContext(view, nextIds.section(), columns));
  return {
    name: plainText(target.name),
    anchor: `target-${encodeURIComponent(target.name)}`,
    tone: target.tone,
    result: resultOf(target),
    roles: target.roles.map((role) => roleNames[role]).join(' and '),
    descriptor: plainText(target.descriptor),
    digest: target.digest.slice(0, 16),
    errors: target.errors.map(({ message }) => plainText(message)),
    others: target.others.map(plainText),
    warnings: target.warnings.map(obstacleContext),
    fuzz: target.fuzz.map(({ text }) => plainText(text)),
    facts: target.facts.map(({ name, value }) => ({ name: plainText(name), value: plainText(value) })),
    problems: problemsContext(record, target, nextIds.problem),
    noProblem: noProblem(target),
    unjudged: unjudgedContext(target),
    columns: columns.map((status) => ({ status, word: statusWords[status].word })),
    totals: columns.map((status) => ({ status, count: target.counts[status] })),
    sections,
  };
}

/** Where only crashes, warnings or skips count, no rule is known to be broken. */
function resultOf({ tone, part, counts, isCrashing, problems }: TargetView): string {
  const isApart = tone === 'good' && problems.some(hasWaivedFail);
  const judged = isApart ? 'keeps what is not waived' : toneWords[tone];
  const word = tone === 'bad' && counts.fail === 0 ? 'gate not met' : judged;
  const partial = tone === 'partial' ? part : `${word} (${part})`;
  return `${part === undefined ? word : partial}${isCrashing ? '; it crashes' : ''}`;
}

const toneWords: Readonly<Record<Tone, string>> = {
  good: 'conforms',
  partial: 'partial',
  bad: 'does not conform',
  unsure: 'not conclusive',
  measured: 'measured',
};

function noProblem({ tone, problems, roles }: TargetView): string {
  if (tone === 'measured') return 'Nothing was judged.';
  const found = problems.some(hasWaivedFail)
    ? 'Every broken rule is waived.'
    : `No rule that the ${roles.includes('client') ? 'client' : 'server'} must keep was seen broken.`;
  return tone === 'unsure' || tone === 'partial' ? `${found} Not everything was judged.` : found;
}

function sectionContext(view: SectionView, id: string, columns: readonly Status[]): object {
  const { role, section, title, counts, findings } = view;
  const name = plainText(`${role.toUpperCase()} ${section}`);
  return {
    id,
    role: role.toUpperCase(),
    roleName: roleNames[role],
    section: plainText(section),
    title: plainText(title),
    total: findings.length,
    cells: columns.map((status) => ({
      status,
      count: counts[status],
      id,
      label: `${counts[status]} ${statusWords[status].word} in ${name}`,
    })),
    chips: statuses
      .filter((status) => counts[status] > 0)
      .map((status) => ({ status, word: statusWords[status].word, count: counts[status] })),
  };
}

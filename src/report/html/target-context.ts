import type { Obstacle } from '../../record/obstacle.ts';
import { obstacleDetails } from '../../verdict/obstacle-words.ts';
import type { Tone } from '../../record/schema.ts';
import { attention, type FindingView, type SectionView, type TargetView } from '../model.ts';
import { type Status, statuses } from '../../verdict/status.ts';
import { plainText } from '../text/plain.ts';

const roleNames = { as: 'authorization server', rs: 'resource server' } as const;
const maxWithoutScript = 200;

/** What is wrong, and what a reader can do about it. */
export function obstacleContext(obstacle: Obstacle): object {
  const details = obstacleDetails(obstacle).map(([name, text]) => ({ name, text: plainText(text) }));
  return { message: plainText(obstacle.message), details };
}

/** One target: its summary, and the headings of its findings. */
export function targetContext(target: TargetView, columns: readonly Status[], nextId: () => string): object {
  const sections = target.sections.map((view) => sectionContext(view, nextId(), columns));
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
    columns,
    totals: columns.map((status) => ({ status, count: target.counts[status] })),
    sections,
    plainFindings: attention(target).slice(0, maxWithoutScript).map(plainFinding),
  };
}

/** Where only crashes, warnings or skips count, no rule is known to be broken. */
function resultOf({ tone, part, counts, isCrashing }: TargetView): string {
  const word = tone === 'bad' && counts.fail === 0 ? 'gate not met' : toneWords[tone];
  const partial = tone === 'partial' ? part : `${word} (${part})`;
  return `${part === undefined ? word : partial}${isCrashing ? '; it crashes' : ''}`;
}

const toneWords: Readonly<Record<Tone, string>> = {
  good: 'holds',
  partial: 'partial',
  bad: 'does not hold',
  unsure: 'not conclusive',
  measured: 'measured',
};
const calm: readonly Status[] = ['pass', 'skip', 'note', 'waived'];

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
    isOpen: findings.some(({ status, finding }) => !calm.includes(status) || finding.news === true),
    cells: columns.map((status) => ({
      status,
      count: counts[status],
      id,
      label: `${counts[status]} ${status} in ${name}`,
    })),
    chips: statuses.filter((status) => counts[status] > 0).map((status) => ({ status, count: counts[status] })),
  };
}

function plainFinding({ finding, status, label, replay }: FindingView): object {
  const { title, reason, instance } = finding;
  const texts = { title: plainText(title), reason: plainText(reason), instance: plainText(instance) };
  return { status, verdict: label, replay: plainText(replay), ...texts };
}

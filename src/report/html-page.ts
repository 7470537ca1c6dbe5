import { type CoverageGroup, type CoverageResult, type CoverageRowView, countFates, fates } from './coverage.ts';
import type { ComparisonView } from './comparison.ts';
import { incompleteText, type Tone } from './gate.ts';
import { attention, type FindingView, type ReportModel, type SectionView, type TargetView } from './model.ts';
import { plainText } from './plain.ts';
import type { RequirementView } from './requirements.ts';
import { countsInWords, type Status, statuses } from './status.ts';

const roleNames = { as: 'authorization server', rs: 'resource server' } as const;
const maxWithoutScript = 200;

/** What `page.hbs` shows without the script. */
export function pageContext(model: ReportModel): object {
  const { gate, counts, targets, finished } = model;
  const problems = gate.problems.filter((problem) => problem !== incompleteText);
  const columns = statuses.filter((status) => counts[status] > 0);
  let section = 0;
  const total = targets.reduce(
    (sum, { sections }) => sum + sections.reduce((n, { findings }) => n + findings.length, 0),
    0,
  );
  return {
    title: `${gate.title} · ${targets.map(({ name }) => plainText(name)).join(', ')}`,
    gate: { ...gate, problems: problems.map(plainText), isIncomplete: finished === undefined, incompleteText },
    verdictLine: countsInWords(counts),
    facts: factsOf(model),
    filters: columns.map((status) => ({ status, count: counts[status] })),
    total,
    targets: targets.map((target) => targetContext(target, columns, () => `section-${(section += 1)}`)),
    hasTargets: targets.length > 1,
    comparisons: model.comparisons.map(comparisonContext),
    coverage: coverageContext(model),
    requirementTargets: targets.map(({ name }) => plainText(name)),
  };
}

const exitCodes: Readonly<Record<number, string>> = {
  0: 'gate met',
  1: 'findings',
  2: 'bad usage, descriptor or suite',
  3: 'incomplete',
  4: 'stale or expired waiver',
  130: 'interrupted',
};

function factsOf({ started, finished, recordPath }: ReportModel) {
  const policy = `${started.failOn}${started.strict ? ', strict' : ''}`;
  const code = finished?.exitCode;
  return [
    { name: 'Started', value: clock(started.startedAt) },
    {
      name: 'Took',
      value: finished === undefined ? 'unknown: no end recorded' : duration(started.startedAt, finished.finishedAt),
    },
    {
      name: 'Exit code',
      value: code === undefined ? 'none: no end recorded' : `${code} (${exitCodes[code] ?? 'unknown'})`,
    },
    { name: 'Profiles', value: started.profiles.join(', ') || 'core' },
    { name: 'Fails on', value: policy },
    { name: 'Seed', value: String(started.seed) },
    { name: 'Versions', value: `Proofmark ${started.proofmark}, Node ${started.node.replace(/^v/, '')}` },
    { name: 'Suite digest', value: started.suiteDigest.slice(0, 16), isCode: true },
    { name: 'Record', value: recordPath, isCode: true },
    { name: 'Command', value: started.command, isCode: true, isWide: true },
  ].map((fact) => ({ ...fact, value: plainText(fact.value) }));
}

function clock(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

function duration(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

function targetContext(target: TargetView, columns: readonly Status[], nextId: () => string): object {
  const sections = target.sections.map((view) => sectionContext(view, nextId(), columns));
  return {
    name: plainText(target.name),
    anchor: `target-${encodeURIComponent(target.name)}`,
    tone: target.tone,
    result: toneWords[target.tone],
    roles: target.roles.map((role) => roleNames[role]).join(' and '),
    descriptor: plainText(target.descriptor),
    digest: target.digest.slice(0, 16),
    problems: target.problems.map(plainText),
    warnings: target.warnings.map(plainText),
    fuzz: target.fuzz.map(({ text }) => plainText(text)),
    facts: target.facts.map(({ name, value }) => ({ name: plainText(name), value: plainText(value) })),
    columns,
    totals: columns.map((status) => ({ status, count: target.counts[status] })),
    sections,
    plainFindings: attention(target).slice(0, maxWithoutScript).map(plainFinding),
  };
}

const toneWords: Readonly<Record<Tone, string>> = {
  good: 'holds',
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
    isOpen: statuses.some((status) => !calm.includes(status) && counts[status] > 0),
    cells: columns.map((status) => ({
      status,
      count: counts[status],
      id,
      label: `${counts[status]} ${status} in ${name}`,
    })),
    chips: statuses.filter((status) => counts[status] > 0).map((status) => ({ status, count: counts[status] })),
  };
}

function plainFinding({ finding, status, replay }: FindingView): object {
  const { verdict, title, reason, instance } = finding;
  const texts = { title: plainText(title), reason: plainText(reason), instance: plainText(instance) };
  return { status, verdict, replay: plainText(replay), ...texts };
}

function comparisonContext({ text, groups }: ComparisonView): object {
  return {
    text: plainText(text),
    groups: groups.map(({ title, differences }) => ({
      title: plainText(title),
      differences: differences.map((difference) => ({ ...difference, cells: difference.cells.map(plainText) })),
    })),
  };
}

function coverageContext({ coverage, requirements, targets }: ReportModel): object {
  const groups = coverage.length > 0 ? coverage : [touchedOnly(requirements, targets)];
  const counts = countFates(groups.flatMap(({ rows }) => rows));
  const told = fates.filter((fate) => counts[fate] > 0);
  return {
    line: told.map((fate) => `${counts[fate]} ${fate}`).join(', '),
    total: groups.reduce((sum, { rows }) => sum + rows.length, 0),
    groups: groups.map((group, index) => ({
      id: `coverage-${index + 1}`,
      heading: plainText(group.heading),
      chips: told.filter((fate) => group.counts[fate] > 0).map((fate) => `${group.counts[fate]} ${fate}`),
      rows: group.rows.map(coverageRow),
    })),
  };
}

function coverageRow({ id, level, role, summary, spec, results }: CoverageRowView): object {
  return {
    id: plainText(id),
    level: plainText(level),
    role: role.toUpperCase(),
    summary: plainText(summary),
    spec: spec.map((part) => ({ ...part, text: plainText(part.text) })),
    isTried: results.some(({ status }) => status !== undefined),
    results: results.map(({ fate, status, why }) => ({
      status: status ?? '',
      fate: status === undefined ? fate : '',
      why: plainText(why ?? ''),
    })),
  };
}

/** The record of a replay tells of the requirements of its cases only. */
function touchedOnly(requirements: readonly RequirementView[], targets: readonly TargetView[]): CoverageGroup {
  const rows = requirements.map(({ requirement, spec, results }): CoverageRowView => {
    const found = targets.map(({ name }): CoverageResult => {
      const status = results.find(({ target }) => target === name)?.status;
      return status === undefined ? { fate: 'not run' } : { fate: status === 'skip' ? 'skipped' : 'judged', status };
    });
    const { id, level, role, summary } = requirement;
    return { id, level, role, summary, spec, results: found };
  });
  return { heading: 'Requirements', counts: countFates(rows), rows };
}

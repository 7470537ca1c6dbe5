import type { ReportModel, TargetView } from '../model.ts';
import { plainText } from '../text/plain.ts';
import { type CoverageGroup, type CoverageResult, type CoverageRowView, countFates, fates } from '../views/coverage.ts';
import type { RequirementView } from '../views/requirements.ts';
import { statusWords } from './words.ts';

/** What became of every requirement. */
export function coverageContext({ coverage, requirements, targets }: ReportModel): object {
  const groups = coverage.length > 0 ? coverage : [touchedOnly(requirements, targets)];
  const names = targets.length > 1 ? targets.map(({ name }) => plainText(name)) : [];
  const counts = countFates(groups.flatMap(({ rows }) => rows));
  const counted = fates.filter((fate) => counts[fate] > 0);
  return {
    line: counted.map((fate) => `${counts[fate]} ${fate}`).join(', '),
    total: groups.reduce((sum, { rows }) => sum + rows.length, 0),
    groups: groups.map((group, index) => ({
      id: `coverage-${index + 1}`,
      heading: plainText(group.heading),
      chips: counted.filter((fate) => group.counts[fate] > 0).map((fate) => `${group.counts[fate]} ${fate}`),
      rows: group.rows.map((row) => coverageRow(row, names)),
    })),
  };
}

function coverageRow(row: CoverageRowView, targets: readonly string[]): object {
  const { id, level, role, summary, spec, provenance, results } = row;
  return {
    id: plainText(id),
    level: plainText(level),
    role: role.toUpperCase(),
    summary: plainText(summary),
    spec: spec.map((part) => ({ ...part, text: plainText(part.text) })),
    provenance: plainText(provenance ?? ''),
    isTried: results.some(({ status }) => status !== undefined),
    results: results.map(({ fate, status, why }, index) => ({
      target: targets[index] ?? '',
      status: status ?? '',
      word: status === undefined ? '' : statusWords[status].word,
      fate: status === undefined ? fate : '',
      why: plainText(why ?? ''),
    })),
  };
}

/** The record of a replay names the requirements of its own cases only. */
function touchedOnly(requirements: readonly RequirementView[], targets: readonly TargetView[]): CoverageGroup {
  const rows = requirements.map(({ requirement, spec, results }): CoverageRowView => {
    const found = targets.map(({ name }): CoverageResult => {
      const status = results.find(({ target }) => target === name)?.status;
      return status === undefined ? { fate: 'not run' } : { fate: status === 'skip' ? 'skipped' : 'judged', status };
    });
    const { id, level, role, summary } = requirement;
    return { id, level, role, summary, isAsked: true, spec, results: found };
  });
  return { heading: 'Requirements', counts: countFates(rows), rows };
}

import { incompleteText, remarkLines } from '../gate.ts';
import type { ReportModel } from '../model.ts';
import { countsInWords } from '../status.ts';
import { statuses } from '../../verdict/status.ts';
import { plainText } from '../text/plain.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { coverageContext } from './coverage-context.ts';
import { runFacts } from './run-facts.ts';
import { obstacleContext, targetContext } from './target-context.ts';

/** What `page.hbs` shows without the script. */
export function pageContext(model: ReportModel): object {
  const { gate, counts, targets, finished } = model;
  const others = gate.others.filter((caveat) => caveat !== incompleteText);
  const errors = targets.flatMap((target) =>
    target.errors.map((error) => ({
      target: targets.length > 1 ? plainText(target.name) : '',
      ...obstacleContext(error),
    })),
  );
  const columns = statuses.filter((status) => counts[status] > 0);
  let section = 0;
  const total = targets.reduce(
    (sum, { sections }) => sum + sections.reduce((n, { findings }) => n + findings.length, 0),
    0,
  );
  return {
    title: `${plainText(gate.title)} · ${targets.map(({ name }) => plainText(name)).join(', ')}`,
    gate: {
      ...gate,
      title: plainText(gate.title),
      errors,
      caveats: others.map(plainText),
      isIncomplete: finished === undefined,
      incompleteText,
    },
    remarks: remarkLines(gate).map(plainText),
    verdictLine: total === 0 ? '' : countsInWords(counts),
    facts: runFacts(model),
    filters: columns.map((status) => ({ status, count: counts[status] })),
    total,
    targets: targets.map((target) => targetContext(target, columns, () => `section-${(section += 1)}`)),
    hasTargets: targets.length > 1,
    comparisons: model.comparisons.map(comparisonContext),
    coverage: coverageContext(model),
    requirementTargets: targets.map(({ name }) => plainText(name)),
  };
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

import type { RunRecord } from '../../record/schema.ts';
import { incompleteText, remarkLines } from '../gate.ts';
import { headlineOf, scopeLine } from '../headline.ts';
import type { ReportModel } from '../model.ts';
import { contentsOf, numbersOf, problemCounts } from './overview.ts';
import { statuses } from '../../verdict/status.ts';
import { plainText } from '../text/plain.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { coverageContext } from './coverage-context.ts';
import { runFacts } from './run-facts.ts';
import { obstacleContext, targetContext } from './target-context.ts';
import { statusWords } from './words.ts';

/** What `page.hbs` shows without the script. */
export function pageContext(record: RunRecord, model: ReportModel): object {
  const { counts, targets } = model;
  const columns = statuses.filter((status) => counts[status] > 0);
  const shown = problemCounts(model);
  const nextIds = { section: counter('section'), problem: counter('problem') };
  return {
    ...mastheadContext(model),
    counts: shown,
    contents: contentsOf(model, shown, record.quirks.length > 0),
    hasMap: targets.length > 0,
    legend: statuses.map((status) => ({ status, ...statusWords[status] })),
    facts: runFacts(model),
    filters: columns.map((status) => ({ status, word: statusWords[status].word, count: counts[status] })),
    total: totalOf(model),
    targets: targets.map((target) => targetContext(record, target, columns, nextIds)),
    hasTargets: targets.length > 1,
    comparisons: model.comparisons.map(comparisonContext),
    coverage: coverageContext(model),
    requirementTargets: targets.map(({ name }) => plainText(name)),
  };
}

function counter(name: string): () => string {
  let count = 0;
  return () => `${name}-${(count += 1)}`;
}

/** What a reader with ten seconds sees. */
function mastheadContext(model: ReportModel): object {
  const { gate, targets, finished, started } = model;
  const headline = plainText(headlineOf(model));
  const isSeveral = targets.length > 1;
  const errors = targets.flatMap((target) =>
    target.errors.map((error) => ({ target: isSeveral ? plainText(target.name) : '', ...obstacleContext(error) })),
  );
  return {
    title: headline,
    headline,
    scope: gate.tone === 'measured' ? '' : plainText(scopeLine(gate.scope, started)),
    exitCode: finished === undefined ? '' : String(finished.exitCode),
    numbers: totalOf(model) === 0 ? [] : numbersOf(model),
    waivedLines: targets.flatMap(({ name, waived }) =>
      waived === undefined ? [] : [isSeveral ? `${plainText(name)}: ${waived}` : waived],
    ),
    gate: {
      ...gate,
      title: plainText(gate.title),
      errors,
      caveats: gate.others.filter((caveat) => caveat !== incompleteText).map(plainText),
      isIncomplete: finished === undefined,
      incompleteText,
    },
    remarks: remarkLines(gate).map(plainText),
  };
}

function totalOf({ targets }: ReportModel): number {
  return targets.flatMap(({ sections }) => sections).reduce((sum, { findings }) => sum + findings.length, 0);
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

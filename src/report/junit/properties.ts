import type { FindingView } from '../model.ts';
import type { ProblemsByKey } from '../views/causes.ts';
import { xmlLine } from './xml-text.ts';

type Property = { readonly name: string; readonly value: string };

/**
 * Facts of a suite, and what is known of its tests: `requirement:<instance>` has the ids of its rules, `problem:<instance>` the id of
 * the problem that it shows.
 */
export function propertiesOf(
  facts: Readonly<Record<string, string>>,
  findings: readonly FindingView[],
  problems: ProblemsByKey,
): readonly Property[] {
  const ofTests = findings.flatMap(({ key, finding: { instance, requirements } }) => {
    const problem = problems.get(key);
    return [
      [`requirement:${instance}`, requirements.map(({ id }) => id).join(' ')] as const,
      ...(problem === undefined ? [] : [[`problem:${instance}`, problem.id] as const]),
    ];
  });
  return [...Object.entries(facts), ...ofTests].map(([name, value]) => ({
    name: xmlLine(name),
    value: xmlLine(value),
  }));
}

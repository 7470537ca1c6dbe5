import type { Problem } from '../../record/problem.ts';
import type { FindingView } from '../model.ts';
import { cut } from '../text/plain.ts';
import { originText, planOps } from '../views/fuzz.ts';
import { xmlLine, xmlText } from './xml-text.ts';

export type TestCase = {
  readonly classname: string;
  readonly name: string;
  readonly ms: number;
  readonly time: string;
  readonly type?: string;
  readonly text?: string;
  readonly failure?: string;
  readonly error?: string;
  readonly skipped?: string;
  readonly output?: string;
};

export function testCase(classname: string, view: FindingView, problem: Problem | undefined): TestCase {
  const { title, instance, ms } = view.finding;
  return {
    classname: xmlLine(classname),
    name: xmlLine(`${cut(title, 500)} [${instance}]`),
    ms,
    time: seconds(ms),
    ...result(view, problem),
  };
}

function result(view: FindingView, problem: Problem | undefined): Partial<TestCase> {
  const { verdict, reason, waiver, news } = view.finding;
  /** The template takes a test with a message for a breach: an empty message must not make a pass. */
  const message = xmlLine(reason || verdict);
  if (view.against !== undefined) return { type: view.against, failure: message, text: details(view, problem) };
  switch (view.status) {
    case 'error':
    case 'blocked':
      return { type: verdict, error: message, text: details(view, problem) };
    case 'waived':
      return { skipped: xmlText(`${verdict}, waived: ${waiver?.reason ?? ''}`), output: details(view, problem) };
    case 'skip':
      return { skipped: news === true ? `new: ${message}` : message };
    case 'fail':
    case 'warn':
    case 'note':
      return { output: details(view, problem) };
    case 'pass':
      return {};
    default:
      view.status satisfies never;
      return {};
  }
}

function details({ finding, replay }: FindingView, problem: Problem | undefined): string {
  const { verdict, reason, requirements, assertions } = finding;
  const origin = originText(finding);
  const lines = [
    `${verdict}: ${reason}`,
    ...(problem === undefined ? [] : [`problem ${problem.id}: ${problem.title}. ${problem.harm}`]),
    ...requirements.map(({ id, level, summary }) => `${id} (${level}) ${summary}`),
    ...assertions.map(({ requirement, expected, got }) => `${requirement}: expected ${expected}; got ${got}`),
    ...planOps(finding).map((ops) => `plan: ${ops}`),
    ...(origin === undefined ? [] : [origin]),
    `repeat: ${replay}`,
  ];
  return xmlText(lines.join('\n'));
}

/** GitLab keeps one of several tests of one name. */
export function uniquelyNamed(cases: readonly TestCase[]): readonly TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name} (${count})` };
  });
}

export function totals(cases: readonly TestCase[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: cases.filter(({ error }) => error !== undefined).length,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

import type { Finding, Verdict } from '../record/schema.ts';

/** The verdict of each instance at one server. */
export type Verdicts = Readonly<Record<string, Verdict>>;

export function verdictsOf(findings: readonly Pick<Finding, 'instance' | 'verdict'>[]): Verdicts {
  return Object.fromEntries(findings.map(({ instance, verdict }) => [instance, verdict]));
}

type Judged = { readonly job: { readonly kind: string; readonly id: string }; readonly verdicts?: Verdicts };

/** One line of JSON for each server that ran cases, in a fixed order. */
export function renderVerdicts(results: readonly Judged[]): string {
  const lines = results.flatMap(({ job, verdicts }) =>
    verdicts === undefined ? [] : [JSON.stringify({ server: `${job.kind} ${job.id}`, verdicts: sorted(verdicts) })],
  );
  return lines
    .toSorted()
    .map((line) => `${line}\n`)
    .join('');
}

function sorted(verdicts: Verdicts): Verdicts {
  return Object.fromEntries(Object.entries(verdicts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import type { ExchangeEvent, Finding, RunRecord } from './schema.ts';

/**
 * The exchanges and findings of one target as they stood in the file, as far as it matters: each finding after as many answers
 * as before.
 */
export function* eventsInTurn(
  { exchanges, findings, answersBefore }: Pick<RunRecord, 'exchanges' | 'findings' | 'answersBefore'>,
  target: string,
): Generator<ExchangeEvent | Finding> {
  const own = findings.filter((finding) => finding.target === target);
  const left = own.toSorted((a, b) => (answersBefore.get(a) ?? 0) - (answersBefore.get(b) ?? 0));
  let answers = 0;
  let next = 0;
  for (const event of exchanges.values()) {
    if (event.target !== target) continue;
    if (event.transcript.response !== undefined) {
      for (; next < left.length; next += 1) {
        const finding = left[next];
        if (finding === undefined || (answersBefore.get(finding) ?? 0) > answers) break;
        yield finding;
      }
      answers += 1;
    }
    yield event;
  }
  yield* left.slice(next);
}

import { z } from 'zod';

/** What one run came to, as far as each run has to come to the same: `what` (a finding, a problem, the exit code) → how. */
export type Result = ReadonlyMap<string, string>;

const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('finding'),
    target: z.string(),
    instance: z.string(),
    verdict: z.string(),
    reason: z.string(),
    waiver: z.unknown().optional(),
    crash: z.boolean().optional(),
  }),
  z.looseObject({
    type: z.literal('run-finished'),
    exitCode: z.int(),
    tone: z.string(),
    problems: z.array(z.looseObject({ id: z.string(), target: z.string(), verdict: z.string() })),
  }),
]);

export type Run = { readonly result: Result; readonly reasons: ReadonlyMap<string, string> };

/** Reads the lines of a record. */
export function readRun(text: string): Run {
  const result = new Map<string, string>();
  const reasons = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (!/^\{"type":"(finding|run-finished)"/.test(line)) continue;
    const event = eventSchema.parse(JSON.parse(line));
    if (event.type === 'finding') {
      const name = `${event.target}/${event.instance}`;
      const marks = [...(event.waiver === undefined ? [] : ['waived']), ...(event.crash === true ? ['crash'] : [])];
      result.set(name, [event.verdict, ...marks].join(', '));
      reasons.set(name, event.reason);
    } else {
      result.set('the end', `exit code ${event.exitCode}, ${event.tone}`);
      for (const { id, target, verdict } of event.problems) result.set(`the problem ${target}/${id}`, verdict);
    }
  }
  return { result, reasons };
}

export type Unsteady = {
  readonly what: string;
  /** How it came out, and in which runs, counted from 1. */
  readonly ways: ReadonlyMap<string, readonly number[]>;
};

/** What did not come out alike each time, in the order of the first run that has it. */
export function unsteadyIn(results: readonly Result[]): readonly Unsteady[] {
  const names = new Set(results.flatMap((result) => [...result.keys()]));
  return [...names].flatMap((what) => {
    const ways = Map.groupBy(
      results.map((_result, index) => index + 1),
      (number) => results[number - 1]?.get(what) ?? 'absent',
    );
    return ways.size === 1 ? [] : [{ what, ways }];
  });
}

/** `typ-missing@token: fail (49 runs), pass (run 7)` */
export function unsteadyText({ what, ways }: Unsteady): string {
  const often = [...ways].toSorted(([, a], [, b]) => b.length - a.length);
  const texts = often.map(
    ([how, runs]) => `${how} (${runs.length > 3 ? `${runs.length} runs` : `run ${runs.join(', ')}`})`,
  );
  return `${what}: ${texts.join('; ')}`;
}

// Makes a record with very many findings out of that of a real run, for the bench.
import { foldInto, recordOf, startFold } from '../src/record/fold.ts';
import { readRecord } from '../src/record/reader.ts';
import type { ExchangeEvent, Finding, RecordEvent, RunRecord } from '../src/record/schema.ts';
import { createRecordWriter } from '../src/record/writer.ts';
import { conclude } from '../src/verdict/conclude.ts';

/**
 * Writes what a run against many targets would write, each of which answers as the one of `source` did. Each target and
 * exchange has a name of its own, and the record withstands the check against itself.
 */
export async function multiplyRecord(source: string, file: string, count: number): Promise<void> {
  const run = await readRecord(source);
  const [target] = run.started.targets;
  if (target === undefined) throw new Error(`${source}: no target`);
  const copies = Math.ceil(count / run.findings.length);
  const names = Array.from({ length: copies }, (_, index) => `${target.name}-${index + 1}`);
  const writer = createRecordWriter(file);
  const fold = startFold();
  const write = (event: RecordEvent): void => {
    const problem = foldInto(fold, event);
    if (problem !== undefined) throw new Error(problem);
    writer.write(event);
  };
  write({ ...run.started, targets: names.map((name) => ({ ...target, name })) });
  if (run.coverage !== undefined) write(run.coverage);
  let left = count;
  for (const name of names) {
    for (const event of copyFor(name, run, Math.min(left, run.findings.length))) write(event);
    left -= run.findings.length;
  }
  const whole = recordOf(fold);
  if (whole === undefined || run.finished === undefined) throw new Error(`${source}: the run has no end`);
  write({ ...run.finished, ...conclude(whole, 'complete') });
  await writer.close();
}

/** All events of one target, with its first findings. */
function* copyFor(target: string, { preflights, exchanges, findings }: RunRecord, count: number) {
  const id = (old: string): string => (exchanges.heads.has(old) ? `${target}: ${old}` : old);
  const chosen = findings.slice(0, count);
  for (const preflight of preflights) yield { ...preflight, target, planned: count };
  for (const exchange of exchanges.values()) yield { ...exchange, target, id: id(exchange.id) } satisfies ExchangeEvent;
  for (const { plan, ...finding } of chosen) yield { ...(renamed(finding, id) as Finding), target, plan };
}

/** The same value with each text that is the id of an exchange under its new name. */
function renamed(value: unknown, id: (old: string) => string): unknown {
  if (typeof value === 'string') return id(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, id));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renamed(member, id)]));
}

import type { RunRecord } from '../../record/schema.ts';
import { gateOf, remarkLines } from '../gate.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { entryOf } from './har-entry.ts';

/**
 * HTTP Archive 1.2 of the exchanges that the record has, in its order. A run has tens of thousands, so it comes in pieces, an
 * exchange a line.
 */
export function* renderHar(record: RunRecord): Generator<string> {
  const { started, exchanges } = record;
  const gate = gateOf(record);
  const comment = [`Proofmark run ${started.runId}: ${gate.title}.`, ...gate.doubts, ...remarkLines(gate)].join(' ');
  const head = { version: '1.2', creator: { name: 'Proofmark', version: started.proofmark }, comment };
  yield `{"log":${harmlessJson(head).slice(0, -1)},"entries":[`;
  let separator = '\n';
  for (const exchange of exchanges.values()) {
    yield `${separator}${harmlessJson(entryOf(exchange))}`;
    separator = ',\n';
  }
  yield '\n]}}\n';
}

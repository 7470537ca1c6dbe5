import type { ExchangeEvent, Finding, RunRecord } from '../record/schema.ts';
import { cut, plainText } from './plain.ts';

/** What was sent and what came back, then and now: only where it differs. */
export function evidenceLines(before: RunRecord, old: Finding, now: RunRecord, fresh: Finding): readonly string[] {
  const was = tested(before, old);
  const is = tested(now, fresh);
  return is.flatMap((exchange, index) => {
    const earlier = was[index];
    const { request } = exchange.transcript;
    const changed = earlier === undefined || earlier.outcome.text !== exchange.outcome.text;
    return [
      `${request.method} ${plainText(request.url)}${exchange.delta.length === 0 ? '' : `  (${exchange.delta.map(plainText).join('; ')})`}`,
      ...(changed ? [`  answered then  ${line(earlier?.outcome.text ?? 'not recorded')}`] : []),
      `  answered now   ${line(exchange.outcome.text)}${changed ? '' : ' (as recorded)'}`,
    ];
  });
}

function tested(record: RunRecord, finding: Finding): readonly ExchangeEvent[] {
  return finding.exchanges
    .flatMap((id) => record.exchanges.get(id) ?? [])
    .filter(({ purpose, instance }) => purpose === 'tested' && instance === finding.instance);
}

function line(text: string): string {
  return cut(plainText(text), 300);
}

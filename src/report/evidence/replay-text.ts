import type { ExchangeEvent, Finding, RunRecord } from '../../record/schema.ts';
import { evidenceOf } from './evidence.ts';
import { cut, plainText } from '../text/plain.ts';
import type { MemberRow } from './proof-diff.ts';

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

/** The first tested exchange of a finding beside its lawful twin: both requests, where they differ, and both answers. */
export function findingLines(record: RunRecord, finding: Finding): readonly string[] {
  const [pair] = evidenceOf(record, finding).pairs;
  if (pair === undefined) return [];
  const { tested: sent, control, marks, proof = [] } = pair;
  const members = proof.flatMap(({ part, rows }) =>
    rows.filter(({ mark }) => ['changed', 'added', 'removed'].includes(mark)).map((row) => memberLine(part, row)),
  );
  return [
    ...exchangeLines('sent     ', sent, marks?.tested ?? []),
    ...(control === undefined ? [] : exchangeLines('its twin ', control, marks?.control ?? [])),
    ...members,
  ];
}

function exchangeLines(label: string, { transcript, outcome }: ExchangeEvent, marks: readonly number[]): string[] {
  const { method, url, fields, body } = transcript.request;
  const lines = [`${method} ${url}`, ...fields.map(([name, value]) => `${name}: ${value}`), ...(body ? [body] : [])];
  const [first = '', ...rest] = lines.map((text, index) => `${marks.includes(index) ? '*' : ' '} ${line(text)}`);
  return [
    `${label} ${first}`,
    ...rest.map((text) => `${' '.repeat(label.length)} ${text}`),
    `answered    ${line(outcome.text)}`,
  ];
}

function memberLine(part: string, { name, control, tested: is }: MemberRow): string {
  return `${part} ${line(name)}: ${line(control ?? 'absent')} became ${line(is ?? 'absent')}`;
}

function tested(record: RunRecord, finding: Finding): readonly ExchangeEvent[] {
  return finding.exchanges
    .flatMap((id) => record.exchanges.get(id) ?? [])
    .filter(({ purpose, instance }) => purpose === 'tested' && instance === finding.instance);
}

function line(text: string): string {
  return cut(plainText(text), 300);
}

import type { ExchangeEvent, Finding, RunRecord } from '../../record/schema.ts';
import { evidenceOf, type EvidencePair } from '../evidence/evidence.ts';
import { cut, plainLines, plainText } from '../text/plain.ts';

/** Of an exchange that is shown without the script: the rest is in the full evidence of its finding. */
const max = { lines: 60, line: 2048, body: 4096, whole: 96 };

const markNames = { changed: 'changed', added: 'added', removed: 'removed' } as const;

/**
 * The evidence of a finding that stands in the page as markup: what was changed, what differs, and both exchanges. The last
 * tested exchange shows the breach.
 */
export function evidenceContext(record: RunRecord, finding: Finding): object | undefined {
  const { pairs } = evidenceOf(record, finding);
  const shown = finding.assertions.find(({ verdict }) => verdict === finding.verdict)?.exchange;
  const isOfClient = finding.role === 'client';
  const pair = (isOfClient ? pairs.find(({ tested: { id } }) => id === shown) : undefined) ?? pairs.at(-1);
  if (pair === undefined) return undefined;
  const { tested, control } = pair;
  // At a client, the answer that differs comes before the request that shows what it does then.
  const delta = isOfClient ? [...new Set(pairs.flatMap((one) => one.tested.delta))] : tested.delta;
  return {
    changed: isOfClient ? 'How the answer differed' : 'What was changed',
    delta: delta.map((line) => cut(plainText(line), max.line)),
    hasTwin: control !== undefined,
    differences: differencesOf(pair),
    panes: [
      ...(control === undefined ? [] : [pane(control, 'Control', pair.marks?.control ?? [])]),
      pane(tested, 'Tested', pair.marks?.tested ?? []),
    ],
  };
}

type Difference = { readonly what: string; readonly control: string; readonly tested: string; readonly how: string };

/** The answers, and every member or line in which the tested request is not as its twin. */
function differencesOf({ tested, control, marks, proof = [] }: EvidencePair): readonly Difference[] {
  if (control === undefined) return [];
  const members = proof.flatMap(({ part, rows }) =>
    rows.flatMap(({ name, mark, control: was, tested: is }) =>
      mark === 'changed' || mark === 'added' || mark === 'removed'
        ? [{ what: `proof ${part}: ${name}`, control: was ?? 'absent', tested: is ?? 'absent', how: markNames[mark] }]
        : [],
    ),
  );
  const before = (marks?.control ?? []).flatMap((number) => requestLines(control)[number] ?? []);
  const after = (marks?.tested ?? []).flatMap((number) => requestLines(tested)[number] ?? []);
  const lines = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    what: 'request',
    control: before[index] ?? 'absent',
    tested: after[index] ?? 'absent',
    how: before[index] === undefined ? 'added' : after[index] === undefined ? 'removed' : 'changed',
  }));
  const answers = { what: 'answer', control: control.outcome.text, tested: tested.outcome.text, how: '' };
  return [...members, ...lines.slice(0, max.lines), answers].map((row) => ({
    what: cut(plainText(row.what), 200),
    control: cut(plainText(row.control), 400),
    tested: cut(plainText(row.tested), 400),
    how: row.how,
  }));
}

function requestLines({ transcript: { request } }: ExchangeEvent): readonly string[] {
  const { method, url, fields, body } = request;
  return [
    `${method} ${url}`,
    ...fields.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [body]),
  ];
}

function responseLines({ transcript: { response } }: ExchangeEvent): readonly string[] {
  if (response === undefined) return [];
  const { status, fields, body } = response;
  return [`HTTP ${status}`, ...fields.map(([name, value]) => `${name}: ${value}`), ...(body === '' ? [] : [body])];
}

function pane(exchange: ExchangeEvent, name: string, marks: readonly number[]): object {
  const { id, outcome, transcript, purpose } = exchange;
  const request = requestLines(exchange).map((text, index) => lineContext(text, marks.includes(index)));
  return {
    name,
    id,
    isTested: purpose === 'tested',
    outcome: plainText(outcome.text),
    failure: transcript.failure === undefined ? '' : plainText(transcript.failure.message),
    request: request.slice(0, max.lines),
    response: responseLines(exchange)
      .slice(0, max.lines)
      .map((text) => lineContext(text, false)),
    ms: transcript.totalMs.toFixed(1),
    at: transcript.startedAt.slice(11, 23),
  };
}

/** A long value, as of a proof or an access token, folds to its beginning. */
function lineContext(text: string, differs: boolean): object {
  const whole = cut(plainLines(text), max.body);
  const word = /[\w.~+/=-]{64,}/.exec(whole);
  if (word === null || word.index > max.whole) return { text: whole, differs };
  const start = whole.slice(0, word.index + 24);
  return { start: `${start}…`, size: whole.length, text: whole, isFolded: true, differs };
}

import type { Transcript } from '../record/transcript.ts';
import { type Allowance, cutMark, type EvidenceLimits, scantLimits } from './allowance.ts';
import type { FieldLine, WireResponse } from './types.ts';

type Shows = {
  readonly field: (line: FieldLine, limit?: number) => [string, string];
  readonly body: (text: string, limit?: number) => string;
};

type ShownAnswer = NonNullable<Transcript['response']>;

/** An answer is shown in the same way each time, however much is kept of later ones. */
export function answerShower(
  show: Shows,
  { limits, spend }: Allowance,
): (answer: WireResponse, study: (answer: WireResponse) => void) => ShownAnswer {
  const known = new WeakMap<WireResponse, ShownAnswer>();
  return (answer, study) => {
    const before = known.get(answer);
    if (before !== undefined) return before;
    // A field may repeat what only the body shows to be secret.
    study(answer);
    const { status, bodyBytes } = answer;
    const most = limits();
    const shown = {
      status,
      fields: shownHead(answer, most, show.field),
      body: show.body(answer.body, most.body),
      bodyBytes,
    };
    known.set(answer, shown);
    spend(shown);
    return shown;
  };
}

/** Of a head that is too large, the beginning of each line, and the first lines. */
function shownHead({ fields }: WireResponse, { head, line }: EvidenceLimits, show: Shows['field']): [string, string][] {
  if (sizeOf(fields) <= head) return fields.map((one) => show(one, line));
  // All of them are read: a cookie in one may come back elsewhere.
  const shown = fields.map((one) => show(one, scantLimits.line));
  let size = 0;
  const count = shown.findIndex((one) => (size += sizeOf([one])) > head) + 1;
  const rest = count === 0 ? [] : fields.slice(count);
  if (rest.length === 0) return shown;
  const mark = cutMark(sizeOf(rest), rest.map((one) => one.join(': ')).join('\n'));
  return [...shown.slice(0, count), [`‹${rest.length} field lines not kept›`, mark]];
}

function sizeOf(fields: readonly FieldLine[]): number {
  return fields.reduce((size, [name, value]) => size + name.length + value.length, 0);
}

import type { Quirk, QuirkValue, QuirkValueOf } from '../../record/quirk.ts';

/** A measured value as one line. */
export function valueText(value: QuirkValue): string {
  switch (value.kind) {
    case 'number':
      return numberText(value);
    case 'word':
      return value.word;
    case 'vector':
      return resultGroups(value)
        .map(({ result, names }) => `${result}: ${names.join(', ')}`)
        .join('; ');
    case 'map':
      return answerGroups(value)
        .map(({ answer, names }) => `${answer}: ${names.join(', ')}`)
        .join('; ');
    case 'order':
      return value.ranks.map((rank) => rank.join(' / ')).join(' → ');
    case 'latencies':
      return value.series.map(({ name, p50, p90, p99 }) => `${name} ${p50} / ${p90} / ${p99} ms`).join(', ');
    case 'counts':
      return value.rounds.map(({ accepted, times }) => `${accepted} of ${value.of} in ${rounds(times)}`).join(', ');
    case 'unmeasured':
      return `not measured: ${value.reason}`;
    default:
      value satisfies never;
      return '';
  }
}

export function rounds(times: number): string {
  return `${times} ${times === 1 ? 'round' : 'rounds'}`;
}

const units = { seconds: 's', characters: 'characters', count: '' } as const;

/** `300 s`, `300 s (299 to 301)`, `at least 86400 s`. */
export function numberText({ median, min, max, isAtLeast, unit }: QuirkValueOf<'number'>): string {
  const number = `${isAtLeast === true ? 'at least ' : ''}${median} ${units[unit]}`.trim();
  return min === max ? number : `${number} (${min} to ${max})`;
}

export type ResultGroup = { readonly result: string; readonly names: readonly string[] };

/** What was accepted first; algorithms with a mark where the server does not name what it takes, or the other way round. */
function resultGroups({ cells }: QuirkValueOf<'vector'>): readonly ResultGroup[] {
  const groups = Map.groupBy(cells, ({ result }) => result);
  const order = ['accepted', 'varies', 'unclear', 'crashed', 'silent', 'challenged', 'refused'] as const;
  return order.flatMap((result) => {
    const names = groups.get(result)?.map(({ name, isAdvertised }) => name + advertisedMark(result, isAdvertised));
    return names === undefined ? [] : [{ result, names }];
  });
}

function advertisedMark(result: string, isAdvertised: boolean | undefined): string {
  if (isAdvertised === undefined || isAdvertised === (result === 'accepted')) return '';
  return isAdvertised ? ' (named)' : ' (not named)';
}

function answerGroups({ entries }: QuirkValueOf<'map'>): readonly {
  readonly answer: string;
  readonly names: readonly string[];
}[] {
  const groups = Map.groupBy(entries, ({ answer }) => answer);
  return [...groups].map(([answer, all]) => ({ answer, names: all.map(({ name }) => name) }));
}

/** The same quirk at another place has another key. */
export function quirkKey({ id, place }: Quirk): string {
  return `${id}@${place}`;
}

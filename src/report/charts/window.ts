import { scaleSymlog } from 'd3-scale';
import type { Quirk, QuirkValueOf } from '../../record/quirk.ts';
import { type Chart, chartWidth, baseline, margin, px, rowTexts, short, tickText, upright } from './chart.ts';

/** How old and how far ahead an iat may be: one line a server, with and without a nonce. */
export type WindowRow = {
  readonly name: string;
  readonly past: QuirkValueOf<'number'>;
  readonly future: QuirkValueOf<'number'>;
};

const day = 86_400;
/** Where the grading of windows changes: ten seconds, five and thirty minutes. */
const steps = [
  { seconds: 10, text: '10 s' },
  { seconds: 300, text: '5 m' },
  { seconds: 1800, text: '30 m' },
] as const;

const rowHeight = 36;
const barHeight = 10;
const axisHeight = 18;

const scale = scaleSymlog([-day, day], [margin, chartWidth - margin]).clamp(true);

export function windowChart(title: string, rows: readonly WindowRow[], repetitions: number): Chart {
  const bottom = rows.length * rowHeight;
  const marks = steps.flatMap(({ seconds, text }) => [-1, 1].map((sign) => ({ at: scale(sign * seconds), text })));
  return {
    title,
    label: `${title}. ${rows.map((row) => `${short(row.name, 80)}: ${inWords(row)}`).join('. ')}.`,
    note: `seconds from now, logarithmic; ${repetitions} repetitions`,
    width: chartWidth,
    height: bottom + axisHeight,
    lines: [...marks.map(({ at }) => upright(at, bottom, 'step')), upright(scale(0), bottom, 'axis'), baseline(bottom)],
    rects: rows.map(({ past, future }, index) => ({
      x: px(scale(-past.median)),
      y: index * rowHeight + 20,
      width: Math.max(1, px(scale(future.median) - scale(-past.median))),
      height: barHeight,
      kind: 'bar',
    })),
    paths: [],
    texts: [
      ...rows.flatMap(({ name, past, future }, index) =>
        rowTexts(index * rowHeight, name, `−${amount(past)} … +${amount(future)} s`),
      ),
      ...marks.map(({ at, text }) => tickText(at, bottom, text)),
      tickText(scale(0), bottom, 'now'),
    ],
  };
}

function amount({ median, min, max, isAtLeast }: QuirkValueOf<'number'>): string {
  const spread = min === max ? '' : ` (${min}–${max})`;
  return `${isAtLeast === true ? '≥' : ''}${median}${spread}`;
}

function inWords({ past, future }: WindowRow): string {
  return `from ${amount(past)} seconds ago to ${amount(future)} seconds ahead`;
}

/** A row for each server and way whose both sides were measured. */
export function windowRows(name: string, quirks: readonly Quirk[]): readonly WindowRow[] {
  const number = (id: string): QuirkValueOf<'number'> | undefined => {
    const value = quirks.find((quirk) => quirk.id === id)?.value;
    return value?.kind === 'number' ? value : undefined;
  };
  return (['', '-with-nonce'] as const).flatMap((ending) => {
    const [past, future] = [number(`iat-past${ending}`), number(`iat-future${ending}`)];
    if (past === undefined || future === undefined) return [];
    return [{ name: ending === '' ? name : `${short(name, 14)}, with nonce`, past, future }];
  });
}

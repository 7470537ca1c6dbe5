import { max, range } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { QuirkValueOf } from '../../record/quirk.ts';
import { type Chart, chartWidth, baseline, margin, px, rowTexts, short, tickText } from './chart.ts';
import { rounds } from '../quirks/text.ts';

export type CountsRow = { readonly name: string; readonly value: QuirkValueOf<'counts'> };

const rowHeight = 58;
const barHeight = 34;
const axisHeight = 18;

/** How many requests of a burst were accepted, and how often: one line a server. */
export function countsChart(title: string, rows: readonly CountsRow[]): Chart {
  const of = max(rows, ({ value }) => value.of) ?? 0;
  const x = scaleBand(range(of + 1), [margin, chartWidth - margin]).padding(0.25);
  const bottom = rows.length * rowHeight;
  const left = (accepted: number): number => x(accepted) ?? 0;
  return {
    title,
    label: `${title}. ${rows.map(({ name, value }) => `${short(name, 80)}: ${inWords(value)}`).join('. ')}.`,
    note: 'accepted of one burst; the height is how many rounds ended so',
    width: chartWidth,
    height: bottom + axisHeight,
    lines: rows.map((_, index) => baseline((index + 1) * rowHeight)),
    rects: rows.flatMap(({ value }, index) => {
      const height = scaleLinear([0, roundsOf(value)], [0, barHeight]);
      return value.rounds.map(({ accepted, times }) => ({
        x: px(left(accepted)),
        y: px((index + 1) * rowHeight - height(times)),
        width: px(x.bandwidth()),
        height: px(height(times)),
        kind: 'bar',
      }));
    }),
    paths: [],
    texts: [
      ...rows.flatMap(({ name, value }, index) =>
        rowTexts(index * rowHeight, name, `${rounds(roundsOf(value))} of ${value.of}`),
      ),
      ...range(of + 1).map((accepted) => tickText(left(accepted) + x.bandwidth() / 2, bottom, String(accepted))),
    ],
  };
}

function roundsOf({ rounds: all }: QuirkValueOf<'counts'>): number {
  return all.reduce((sum, { times }) => sum + times, 0);
}

function inWords({ rounds: all, of }: QuirkValueOf<'counts'>): string {
  return all.map(({ accepted, times }) => `${accepted} of ${of} in ${rounds(times)}`).join(', ');
}

import { extent } from 'd3-array';
import { scaleLog } from 'd3-scale';
import type { Latencies } from '../../record/quirk.ts';
import { type Chart, chartWidth, baseline, margin, px, rowTexts, short, tickText, upright } from './chart.ts';

export type LatencyRow = { readonly name: string; readonly series: Latencies };

const rowHeight = 38;
const stripHeight = 12;
const axisHeight = 18;

/** One line a server and kind of answer, one stroke a request. */
export function latencyChart(title: string, rows: readonly LatencyRow[]): Chart {
  const [least = 1, most = 1] = extent(rows.flatMap(({ series }) => [series.min, series.max]));
  const scale = scaleLog([Math.max(0.01, least) * 0.9, Math.max(0.01, most) * 1.1], [margin, chartWidth - margin]);
  const bottom = rows.length * rowHeight;
  const ticks = scale.ticks(4).filter((tick) => /^[125]/.test(tick.toExponential()));
  const strip = (index: number): number => index * rowHeight + 21;
  return {
    title,
    label: `${title}. ${rows.map(({ name, series }) => `${short(name, 80)}: ${inWords(series)}`).join('. ')}.`,
    note: `milliseconds, logarithmic; ${rows[0]?.series.count ?? 0} requests each; the dot is the median, the line ends at p90`,
    width: chartWidth,
    height: bottom + axisHeight,
    rects: [],
    lines: [...ticks.map((tick) => upright(scale(tick), bottom, 'step')), baseline(bottom)],
    paths: rows.flatMap(({ series }, index) => [
      { d: strokes(series.samples.map(scale), strip(index)), kind: `strip ${series.name}` },
      { d: box(scale(series.p50), scale(series.p90), strip(index)), kind: 'median' },
    ]),
    texts: [
      ...rows.flatMap(({ name, series: { p50, p90, p99 } }, index) =>
        rowTexts(index * rowHeight, name, `${p50} · ${p90} · ${p99}`),
      ),
      ...ticks.map((tick) => tickText(scale(tick), bottom, String(tick))),
    ],
  };
}

/** All samples in one path: a thousand elements would make a page slow. */
function strokes(at: readonly number[], top: number): string {
  return at.map((x) => `M${px(x)} ${top}v${stripHeight}`).join('');
}

function box(median: number, p90: number, top: number): string {
  const y = top + stripHeight / 2;
  return `M${px(median - 3)} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0M${px(median)} ${y}H${px(p90)}`;
}

function inWords({ p50, p90, p99, count }: Latencies): string {
  return `median ${p50} ms, p90 ${p90} ms, p99 ${p99} ms of ${count} requests`;
}

import { plainText } from '../text/plain.ts';

/** A drawing for `chart.hbs`: what is drawn later lies on top. Colours and sizes of text come from classes. */
export type Chart = {
  readonly title: string;
  /** What the drawing says, in words, for those who do not see it. */
  readonly label: string;
  readonly note: string;
  readonly width: number;
  readonly height: number;
  readonly rects: readonly { x: number; y: number; width: number; height: number; kind: string }[];
  readonly lines: readonly { x1: number; y1: number; x2: number; y2: number; kind: string }[];
  readonly paths: readonly { d: string; kind: string }[];
  readonly texts: readonly { x: number; y: number; anchor: 'start' | 'middle' | 'end'; kind: string; text: string }[];
};

type Text = Chart['texts'][number];
type Line = Chart['lines'][number];

/** As wide as a telephone: charts stand side by side where there is room. */
export const chartWidth = 340;
export const margin = 8;

/** A name that leaves room for what stands beside it. */
export function short(name: string, max = 28): string {
  const plain = plainText(name);
  return plain.length <= max ? plain : `${plain.slice(0, max - 1).toWellFormed()}…`;
}

export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The head of a row: whose it is, and its numbers. */
export function rowTexts(top: number, name: string, value: string): readonly Text[] {
  return [
    { x: margin, y: top + 14, anchor: 'start', kind: 'name', text: short(name) },
    { x: chartWidth - margin, y: top + 14, anchor: 'end', kind: 'value', text: value },
  ];
}

export function tickText(x: number, bottom: number, text: string): Text {
  return { x: px(x), y: bottom + 13, anchor: 'middle', kind: 'tick', text };
}

export function upright(x: number, bottom: number, kind: string): Line {
  return { x1: px(x), y1: 0, x2: px(x), y2: bottom, kind };
}

export function baseline(y: number): Line {
  return { x1: margin, y1: y, x2: chartWidth - margin, y2: y, kind: 'axis' };
}

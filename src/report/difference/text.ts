import { styleText } from 'node:util';
import type { RunDifference } from '../../verdict/difference/difference.ts';
import type { ChangeKind } from '../../verdict/difference/problem-change.ts';
import { cut, plainText } from '../text/plain.ts';
import { type ChangeGroup, type ChangeView, type DifferenceView, differenceView } from './view.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const kindStyles: Readonly<Record<ChangeKind, Style>> = {
  new: ['red', 'bold'],
  worse: ['red', 'bold'],
  unknown: 'yellow',
  better: 'green',
  gone: 'green',
  same: 'dim',
};

const standingStyles: Readonly<Record<DifferenceView['standing'], Style>> = {
  worse: ['red', 'bold'],
  unsure: ['yellow', 'bold'],
  calm: ['cyan', 'bold'],
  good: ['green', 'bold'],
};

/** Problems shown of each kind; of those as before, fewer. */
const max = { shown: 30, same: 5 };

/** A comparison of two runs for a terminal, the headline last, where a terminal stops. */
export function renderDifference(
  difference: RunDifference,
  { color = false }: { readonly color?: boolean } = {},
): string {
  const view = differenceView(difference);
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const several = view.targets.length > 1;
  return [
    ...view.sides.map(({ name, text }) => paint('dim', `${name.toLowerCase().padEnd(6)}  ${line(text)}`)),
    ...view.caveats.map((text) => `${paint('yellow', '!')} ${line(text)}`),
    ...view.targets.flatMap(({ name, groups, remarks }) => [
      ...(several ? ['', paint('bold', line(name))] : []),
      ...groups.flatMap((group) => ['', ...groupLines(group, paint)]),
      ...(remarks.length === 0 ? [] : ['', ...remarks.map((text) => `${paint('yellow', '·')} ${line(text)}`)]),
    ]),
    '',
    ...view.targets.map(({ headline }) => paint(standingStyles[view.standing], line(headline))),
  ].join('\n');
}

function groupLines({ kind, title, changes }: ChangeGroup, paint: Paint): readonly string[] {
  const shown = changes.slice(0, kind === 'same' ? max.same : max.shown);
  const left = changes.length - shown.length;
  return [
    paint(kindStyles[kind], title),
    ...shown.flatMap((change) => changeLines(change, kind, paint)),
    ...(left > 0 ? [`  … and ${left} more: see --out file.html`] : []),
  ];
}

function changeLines({ status, title, id, details }: ChangeView, kind: ChangeKind, paint: Paint): readonly string[] {
  const head = `  ${paint(kindStyles[kind], status)}  ${line(title)}`;
  return [head, `      ${paint('dim', line([id, ...details].join(' · ')))}`];
}

function line(text: string): string {
  return cut(plainText(text), 500);
}

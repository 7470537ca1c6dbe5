import type { Quirk, QuirkResult } from '../../record/quirk.ts';
import { cut, plainText } from '../text/plain.ts';
import { valueText } from './text.ts';

export const placeNames = { token: 'token endpoint', par: 'PAR endpoint', resource: 'resource' } as const;

/** One quirk as it was measured at one place of one target. */
export type Measured = { readonly target: string; readonly quirk: Quirk };

export type Table = {
  readonly title: string;
  readonly how: string;
  /** Over the columns, where there are several targets. */
  readonly targets: readonly { readonly name: string; readonly span: number }[];
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly TableCell[] }[];
};

export type TableCell = {
  readonly text: string;
  /** A sign in place of the text, which then is for those who do not see it. */
  readonly sign?: string;
  readonly kind?: string;
};

const signs: Readonly<Record<QuirkResult, string>> = {
  accepted: '✓',
  refused: '✗',
  challenged: '↻',
  crashed: '!!',
  silent: '…',
  unclear: '?',
  varies: '±',
};

/** What was accepted and what refused, a row each, places side by side. */
export function vectorTable(all: readonly Measured[], isAlone: boolean): Table | undefined {
  const vectors = all.flatMap((one) => {
    const { value } = one.quirk;
    return value.kind === 'vector' ? [{ one, cells: new Map(value.cells.map((cell) => [cell.name, cell])) }] : [];
  });
  const names = new Set(vectors.flatMap(({ cells }) => [...cells.keys()]));
  return table(
    vectors.map(({ one }) => one),
    isAlone,
    [...names].map((name) => ({
      name,
      cells: vectors.map(({ cells }) => {
        const cell = cells.get(name);
        return cell === undefined ? nothing : resultCell(cell.result, cell.isAdvertised);
      }),
    })),
  );
}

const nothing: TableCell = { text: 'not tried', sign: '·', kind: 'none' };

function resultCell(result: QuirkResult, isAdvertised: boolean | undefined): TableCell {
  if (isAdvertised === undefined) return { text: result, sign: signs[result], kind: result };
  const odd = isAdvertised === (result === 'accepted') ? '' : ' odd';
  const text = `${result}, ${isAdvertised ? 'named' : 'not named'}`;
  return { text, sign: `${signs[result]} ${isAdvertised ? '●' : '○'}`, kind: `${result}${odd}` };
}

/** The answer to each fault. */
export function mapTable(all: readonly Measured[], isAlone: boolean): Table | undefined {
  const maps = all.flatMap((one) => {
    const { value } = one.quirk;
    return value.kind === 'map' ? [{ one, answers: new Map(value.entries.map((entry) => [entry.name, entry])) }] : [];
  });
  const names = new Set(maps.flatMap(({ answers }) => [...answers.keys()]));
  return table(
    maps.map(({ one }) => one),
    isAlone,
    [...names].map((name) => ({
      name,
      cells: maps.map(({ answers }) => {
        const entry = answers.get(name);
        return entry === undefined ? nothing : { text: plainText(entry.answer) };
      }),
    })),
  );
}

/** Values that are one line each: a row for each quirk. */
export function lineTable(all: readonly Measured[], isAlone: boolean): Table {
  const columns = [...Map.groupBy(all, ({ target, quirk }) => `${quirk.place} ${target}`).values()];
  const rows = Map.groupBy(all, ({ quirk }) => quirk.id);
  const heads = columns.flatMap(([first]) => first ?? []);
  return {
    title: 'Values',
    how: 'The spread is that of the repetitions.',
    ...headOf(heads, isAlone),
    rows: [...rows].map(([id, [first]]) => ({
      name: first?.quirk.title ?? '',
      cells: columns.map((own) => {
        const one = own.find(({ quirk }) => quirk.id === id);
        return one === undefined ? { text: 'not measured', sign: '·', kind: 'none' } : lineCell(one);
      }),
    })),
  };
}

function lineCell({ quirk: { value, repetitions } }: Measured): TableCell {
  const count = value.kind === 'number' ? `, n\u00a0=\u00a0${repetitions}` : '';
  return { text: plainText(valueText(value)) + count };
}

function table(all: readonly Measured[], isAlone: boolean, rows: Table['rows']): Table | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const { title, how, repetitions } = first.quirk;
  return {
    title: plainText(title),
    how: plainText(`${how}${repetitions > 1 ? ` ${repetitions} times each.` : ''}`),
    ...headOf(all, isAlone),
    rows: rows.map(({ name, cells }) => ({ name: plainText(name), cells })),
  };
}

function headOf(all: readonly Measured[], isAlone: boolean): Pick<Table, 'targets' | 'columns'> {
  const targets = [...Map.groupBy(all, ({ target }) => target)];
  return {
    targets: isAlone ? [] : targets.map(([name, own]) => ({ name: plainText(cut(name, 60)), span: own.length })),
    columns: all.map(({ quirk }) => placeNames[quirk.place]),
  };
}

import type { Quirk } from '../../record/quirk.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Chart, short } from '../charts/chart.ts';
import { countsChart } from '../charts/counts.ts';
import { latencyChart } from '../charts/latency.ts';
import { windowChart, windowRows } from '../charts/window.ts';
import { cut, plainText } from '../text/plain.ts';
import { lineTable, mapTable, type Measured, placeNames as places, type Table, vectorTable } from './tables.ts';
import { valueText } from './text.ts';

const groups: Readonly<Record<Quirk['group'], { readonly title: string; readonly isOpen: boolean }>> = {
  time: { title: 'Time', isOpen: true },
  replay: { title: 'Replay and races', isOpen: true },
  nonces: { title: 'Nonces', isOpen: true },
  sizes: { title: 'Sizes', isOpen: true },
  algorithms: { title: 'Algorithms', isOpen: true },
  tolerance: { title: 'Other spellings', isOpen: false },
  refusals: { title: 'Refusals', isOpen: false },
  speed: { title: 'Speed', isOpen: true },
};

type GroupView = {
  readonly title: string;
  readonly isOpen: boolean;
  readonly charts: readonly Chart[];
  readonly tables: readonly Table[];
  /** What could not be measured, by reason. */
  readonly missing: readonly { readonly reason: string; readonly names: string }[];
};

/** The section of the report on quirks; nothing where none was measured. */
export function quirksContext({ quirks }: RunRecord): object | undefined {
  const all = quirks.flatMap(({ target, list }) => list.map((quirk): Measured => ({ target, quirk })));
  if (all.length === 0) return undefined;
  const ids = Object.keys(groups) as Quirk['group'][];
  return {
    note: quirks
      .map(({ target, measuredAt, requests, isSlow }) => {
        const slow = isSlow ? ', those that take minutes too' : '';
        return `${plainText(target)}: ${requests} requests, ${measuredAt.slice(0, 16).replace('T', ' ')} UTC${slow}`;
      })
      .join('; '),
    groups: ids.flatMap((id) => {
      const ofGroup = all.filter(({ quirk }) => quirk.group === id);
      return ofGroup.length === 0 ? [] : [groupView(id, ofGroup, quirks.length)];
    }),
  };
}

function groupView(id: Quirk['group'], all: readonly Measured[], targets: number): GroupView {
  const isAlone = targets === 1;
  const measured = all.filter(({ quirk }) => quirk.value.kind !== 'unmeasured');
  const charts = (Object.keys(places) as Quirk['place'][]).flatMap((place) =>
    placeCharts(
      place,
      measured.filter(({ quirk }) => quirk.place === place),
    ),
  );
  const lines = measured.filter(({ quirk }) => isLine(quirk));
  const byId = [...Map.groupBy(measured, ({ quirk }) => quirk.id).values()];
  const tables = byId.flatMap((ofId) => [vectorTable(ofId, isAlone) ?? [], mapTable(ofId, isAlone) ?? []].flat());
  return {
    ...groups[id],
    charts,
    tables: [...(lines.length === 0 ? [] : [lineTable(lines, isAlone)]), ...tables],
    missing: missing(all, targets),
  };
}

/** What a chart shows better is no line. */
function isLine({ id, value: { kind } }: Quirk): boolean {
  return (kind === 'number' && !id.startsWith('iat-')) || kind === 'word' || kind === 'order';
}

function placeCharts(place: Quirk['place'], all: readonly Measured[]): readonly Chart[] {
  const byTarget = [...Map.groupBy(all, ({ target }) => target)];
  const windows = byTarget.flatMap(([target, own]) =>
    windowRows(
      target,
      own.map(({ quirk }) => quirk),
    ),
  );
  const latencies = all.flatMap(({ target, quirk: { value } }) =>
    value.kind === 'latencies'
      ? value.series.map((series) => ({ name: `${short(target, 20)}, ${series.name}`, series }))
      : [],
  );
  const races = Map.groupBy(all, ({ quirk }) => quirk.title);
  const counts = [...races].flatMap(([title, own]) => {
    const rows = own.flatMap(({ target, quirk: { value } }) =>
      value.kind === 'counts' ? [{ name: target, value }] : [],
    );
    return rows.length === 0 ? [] : [countsChart(`${title}, ${places[place]}`, rows)];
  });
  return [
    ...(windows.length === 0 ? [] : [windowChart(`Window for iat, ${places[place]}`, windows, 3)]),
    ...(latencies.length === 0 ? [] : [latencyChart(`Time to answer, ${places[place]}`, latencies)]),
    ...counts,
  ];
}

function missing(all: readonly Measured[], targets: number): GroupView['missing'] {
  const unmeasured = all.filter(({ quirk }) => quirk.value.kind === 'unmeasured');
  const byReason = Map.groupBy(unmeasured, ({ quirk }) => valueText(quirk.value).replace(/^not measured: /, ''));
  return [...byReason].map(([reason, own]) => ({
    reason: plainText(cut(reason, 300)),
    names: [...Map.groupBy(own, ({ quirk }) => quirk.id)]
      .map(([id, list]) => whereabouts(id, list, targets))
      .join(', '),
  }));
}

/** Targets are named where it is not the same with all of them. */
function whereabouts(id: string, list: readonly Measured[], targets: number): string {
  const names = new Set(list.map(({ quirk }) => places[quirk.place]));
  const own = new Set(list.map(({ target }) => plainText(short(target, 60))));
  return `${id} (${[...(own.size < targets ? own : []), ...names].join(', ')})`;
}

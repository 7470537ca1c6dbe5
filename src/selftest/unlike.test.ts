import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { unlikeServers } from '../../targets/unlike/servers.ts';
import { loadCatalogue } from '../suite/catalogue.ts';

const rows = new Set(loadCatalogue().map(({ id }) => id));
const known = new Set([
  ...rows,
  ...suites.flatMap(({ cases, watches = [] }) => [...cases, ...watches]).map(({ id }) => id),
]);

test.each(unlikeServers.map((server) => [server.id, server] as const))(
  '%s has a descriptor, reasons for rows or cases that exist, and defects that break rows',
  (id, { warned, blocked = {}, defects }) => {
    const broken = Object.values(defects).flatMap(({ breaks }) => breaks);
    expect(existsSync(new URL(`../../targets/unlike/${id}.yaml`, import.meta.url))).toBe(true);
    expect([...Object.keys(warned), ...Object.keys(blocked)].filter((name) => !known.has(name))).toEqual([]);
    expect(broken.filter((name) => !rows.has(name))).toEqual([]);
    expect(Object.values(defects).every(({ breaks }) => breaks.length > 0)).toBe(true);
  },
);

test('each server has an id of its own', () => {
  const ids = unlikeServers.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

import { expect, test } from 'vitest';
import { loadCatalogue } from '../../suite/catalogue.ts';
import type { Cause } from './cause.ts';
import { causeOf } from './causes.ts';
import { clientCauses } from './of-clients.ts';
import { proofCauses } from './of-proofs.ts';
import { serverCauses } from './of-servers.ts';

const catalogue = loadCatalogue();
const rows = catalogue.filter(({ role }) => role !== 'client');
const ofClients = catalogue.filter(({ role }) => role === 'client');

test('every requirement for servers belongs to a cause', () => {
  expect(rows.filter(({ id }) => causeOf(id) === undefined).map(({ id }) => id)).toEqual([]);
});

test('every requirement for clients belongs to a cause of theirs', () => {
  expect(ofClients.filter(({ id }) => causeOf(id, 'client') === undefined).map(({ id }) => id)).toEqual([]);
});

test('every cause, and every row of one, stands for a requirement', () => {
  const idle = (causes: readonly Cause[], own: typeof rows) =>
    causes.flatMap((cause) =>
      cause.rows
        .split(' ')
        .filter((row) => !own.some(({ id }) => (row.endsWith('*') ? id.startsWith(row.slice(0, -1)) : id === row)))
        .map((row) => `${cause.id}: ${row}`),
    );
  expect(idle([...proofCauses, ...serverCauses], rows)).toEqual([]);
  expect(idle(clientCauses, ofClients)).toEqual([]);
});

test('a requirement that is named belongs to the cause that names it, and else to the closest pattern', () => {
  expect(
    ['RFC9449-4.3-09m', 'RFC9449-4.3-09a', 'RFC9449-7.1-16', 'RFC9449-7.1-12', 'MINE-1'].map((id) => causeOf(id)?.id),
  ).toEqual(['request-uri', 'htu', 'cors', 'challenge', undefined]);
});

import { describe, expect, test } from 'vitest';
import { fixtureExchange, fixtureProof, pseudoRandom } from '../../../reports/exchange.fixture.ts';
import { challengeExchange, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import type { RunRecord } from '../../record/schema.ts';
import { evidenceOf } from './evidence.ts';
import { diffProofs } from './proof-diff.ts';
import { diffRequests } from './request-diff.ts';

const line = { method: 'POST', url: 'http://127.0.0.1:4100/token' };
const control = fixtureProof('control', line);

function marked(change: Parameters<typeof fixtureProof>[2], delta: readonly string[]): Record<string, string> {
  const parts = diffProofs(control, fixtureProof('tested', line, change), delta);
  return Object.fromEntries(parts.flatMap(({ rows }) => rows.map(({ name, mark }) => [name, mark])));
}

const lawful = {
  typ: 'same',
  alg: 'same',
  'jwk.kty': 'same',
  'jwk.crv': 'same',
  'jwk.x': 'same',
  'jwk.y': 'same',
  jti: 'fresh',
  htm: 'same',
  htu: 'same',
  iat: 'same',
};

describe('the proof beside its control', () => {
  test('sets apart what every proof has anew', () => {
    expect(marked({}, [])).toEqual(lawful);
  });

  test('marks a changed, a missing and an added member', () => {
    const change = { header: { typ: 'JWT' }, payload: { htm: undefined, exp: 1 } };
    expect(marked(change, [])).toEqual({ ...lawful, typ: 'changed', htm: 'removed', exp: 'added' });
  });

  test('marks each member of the key by itself', () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: pseudoRandom('x', 43), y: pseudoRandom('y', 43), d: 'secret' };
    expect(marked({ header: { jwk } }, [])).toEqual({ ...lawful, 'jwk.d': 'added' });
  });

  test('marks a jti that the delta names, and an iat that is not simply later', () => {
    expect(marked({}, ['claim jti is "x"'])).toEqual({ ...lawful, jti: 'changed' });
    const { iat } = control.payload as { iat: number };
    expect(marked({ payload: { iat: iat + 2 } }, [])).toEqual({ ...lawful, iat: 'fresh' });
    expect(marked({ payload: { iat: iat + 301 } }, [])).toEqual({ ...lawful, iat: 'changed' });
    expect(marked({ payload: { iat: iat + 0.5 } }, [])).toEqual({ ...lawful, iat: 'changed' });
  });

  test('stands alone where one of them does not decode', () => {
    const [header, payload] = diffProofs({ text: 'x' }, control, []);
    expect([header?.unreadable, header?.rows[0]]).toEqual([
      ['control'],
      { name: 'typ', mark: 'alone', tested: '"dpop+jwt"' },
    ]);
    expect(payload?.unreadable).toEqual(['control']);
    expect(diffProofs(undefined, { text: 'x' }, []).map(({ unreadable }) => unreadable)).toEqual([
      ['tested'],
      ['tested'],
    ]);
  });
});

describe('the request beside its control', () => {
  const base = {
    method: 'GET',
    url: 'http://rs/a',
    fields: [
      ['Authorization', 'DPoP t'],
      ['DPoP', 'a.b.c'],
    ] as [string, string][],
  };

  test('is unmarked when only the proofs differ', () => {
    expect(
      diffRequests(base, {
        ...base,
        fields: [
          ['Authorization', 'DPoP t'],
          ['DPoP', 'd.e.f'],
        ],
      }),
    ).toEqual({ control: [], tested: [] });
  });

  test('is marked line by line: target, field, number of proofs, body', () => {
    const fields: [string, string][] = [
      ['Authorization', 'Bearer t'],
      ['DPoP', 'a.b.c'],
      ['DPoP', 'd.e.f'],
    ];
    expect(diffRequests(base, { ...base, url: 'http://rs/b', fields, body: 'x' })).toEqual({
      control: [0, 1, 2],
      tested: [0, 1, 2, 3, 4],
    });
  });

  test('marks a field that carries no proof at all', () => {
    expect(
      diffRequests(base, {
        ...base,
        fields: [
          ['Authorization', 'DPoP t'],
          ['DPoP', 'garbage'],
        ],
      }),
    ).toEqual({ control: [], tested: [2] });
  });
});

describe('evidence', () => {
  const record = foldRecord(mixedRun());

  function evidenceIn(run: RunRecord, exchanges: readonly string[]) {
    const [finding] = run.findings;
    if (finding === undefined) throw new Error('the fixture has findings');
    const { pairs, others } = evidenceOf(run, { ...finding, exchanges: [...exchanges] });
    return {
      pairs: pairs.map(({ tested, control: twin }) => [tested.id, twin?.id]),
      others: others.map(({ id }) => id),
    };
  }

  test('pairs a tested exchange with the control before it', () => {
    expect(evidenceIn(record, ['e1001', 'e1002', 'e1003'])).toEqual({ pairs: [['e1002', 'e1001']], others: ['e1003'] });
  });

  test('pairs it with the control after it where there is none before, or only one of another request', () => {
    expect(evidenceIn(record, ['e1002', 'e1003'])).toEqual({ pairs: [['e1002', 'e1003']], others: [] });
    expect(evidenceIn(record, ['e1011', 'e1002', 'e1003'])).toEqual({ pairs: [['e1002', 'e1003']], others: ['e1011'] });
  });

  test('leaves out exchanges that a killed run lost, and keeps challenges apart', () => {
    const challenge = challengeExchange('reference', 'htu-other-path@resource');
    const run = foldRecord([...mixedRun().slice(0, -1), challenge]);
    expect(evidenceIn(run, ['lost', 'e9001', 'e1002'])).toEqual({ pairs: [['e1002', undefined]], others: ['e9001'] });
  });

  test('carries a curl line of the tested request', () => {
    const exchange = fixtureExchange({ id: 'e1', target: 't', instance: 'i', place: 'token' });
    expect(exchange.transcript.request.method).toBe('POST');
    const [finding] = record.findings;
    const [pair] = finding === undefined ? [] : evidenceOf(record, finding).pairs;
    expect(pair?.curl?.startsWith('curl -sS -i -g --http1.1 --path-as-is -X GET -H ')).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import type { Op } from '../../plan/ops.ts';
import { Case } from '../../suite/schema.ts';
import { claim, htu, lines } from '../../suite/define.ts';
import { caseOf } from './as-case.ts';
import type { Sighting } from './sighting.ts';

function seen(more: Partial<Sighting>): Sighting {
  return {
    kind: 'surprise',
    surprise: 'accepted',
    requirements: ['RFC9449-4.3-09a'],
    isDoubtful: false,
    outcome: { class: 'accepted', text: '200' },
    place: 'resource',
    session: {},
    ops: [],
    origin: { phase: 'singles', seed: 1, index: 0 },
    ...more,
  };
}

const query = { op: 'query', value: 'a=b' } as const;
const otherPath = claim.set('htu', htu('other-path'));

describe('a sighting as a case', () => {
  test('is of the suite language', () => {
    expect(Case.safeParse(caseOf(seen({ ops: [query, otherPath] }))).error).toBeUndefined();
  });

  test('has a lawful twin that goes to the same place', () => {
    const { exchanges } = caseOf(seen({ ops: [query, otherPath] }));
    expect(exchanges).toEqual([{ delta: [otherPath], with: [query], expect: 'refuse' }]);
  });

  test('has a lawful twin with a token of the same make', () => {
    const expired: Op = { op: 'token-claim-set', name: 'exp', value: 1 };
    const made = caseOf(seen({ requirements: ['RFC9449-3-03'], ops: [expired] }));
    expect(Case.safeParse(made).error).toBeUndefined();
    expect(made).toMatchObject({
      needs: ['minting'],
      exchanges: [{ delta: [expired], with: [{ op: 'minted-token' }] }],
    });
  });

  test('of a key that makes the server crash has a twin with a usual key', () => {
    const session = { alg: 'RS256', keyKind: 'exponent-1' } as const;
    const made = caseOf(seen({ place: 'token', surprise: 'crashed', session, ops: [claim.remove('jti')] }));
    expect(Case.safeParse(made).error).toBeUndefined();
    const key: Op = { op: 'key', use: 'other', alg: 'RS256', kind: 'exponent-1' };
    expect(made.session).toBeUndefined();
    expect(made.exchanges).toEqual([{ delta: [key, claim.remove('jti')], expect: 'observe' }]);
  });

  test('of a query that is refused differs from its twin in the query', () => {
    const { exchanges, fault } = caseOf(seen({ surprise: 'refused', ops: [query], fault: 'proof' }));
    expect({ exchanges, fault }).toEqual({ exchanges: [{ delta: [query], expect: 'accept' }], fault: 'proof' });
  });

  test('of a proof that is refused has a twin without one', () => {
    const { exchanges } = caseOf(seen({ surprise: 'refused', ops: [lines('absent'), lines('present')] }));
    expect(exchanges).toEqual([{ delta: [lines('present')], with: [lines('absent')], expect: 'accept' }]);
  });
});

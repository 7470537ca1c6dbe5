import { describe, expect, test } from 'vitest';
import { strictPolicy } from '../../targets/reference/policy.ts';
import { variants } from '../../targets/reference/variants.ts';
import type { QuirkValue } from '../record/quirk.ts';
import { measureReference } from './quirks.fixture.ts';

const places = ['token', 'par', 'resource'] as const;
const sides = [
  ['iat-past', 'iatPast'],
  ['iat-future', 'iatFuture'],
] as const;

function policyOf(variant: string) {
  return { ...strictPolicy, ...variants.find(({ id }) => id === variant)?.policy };
}

function near(value: QuirkValue | undefined, wanted: number): boolean {
  return value?.kind === 'number' && Math.abs(value.median - wanted) <= 1 && value.max - value.min <= 2;
}

/** The names of the cells with this result. */
function named(value: QuirkValue | undefined, result: string): readonly string[] {
  return value?.kind === 'vector' ? value.cells.filter((cell) => cell.result === result).map(({ name }) => name) : [];
}

describe('the window for iat', () => {
  for (const variant of ['strict', 'tight-iat', 'wide-iat', 'no-future-iat', 'narrow-iat']) {
    test(`of ${variant} is measured as its policy has it, to a second`, async () => {
      const quirks = await measureReference({ variant }, ['iat-past', 'iat-future']);
      const policy = policyOf(variant);
      const wrong = places.flatMap((place) =>
        sides.filter(([id, member]) => !near(quirks.get(`${id}@${place}`), policy[member])),
      );
      expect(wrong).toEqual([]);
    });
  }

  test('has no end where a nonce stands in for the age of a proof', async () => {
    const quirks = await measureReference({ variant: 'nonce-offered-ignores-iat' }, [
      'iat-past',
      'iat-past-with-nonce',
    ]);
    expect(near(quirks.get('iat-past@resource'), strictPolicy.iatPast)).toBe(true);
    expect(quirks.get('iat-past-with-nonce@resource')).toEqual(
      expect.objectContaining({ median: 86_400, isAtLeast: true }),
    );
  });

  test('without a nonce is not to be had from a server that demands one', async () => {
    const quirks = await measureReference({ variant: 'nonce-required' }, ['iat-past', 'iat-past-with-nonce']);
    expect(quirks.get('iat-past@token')).toEqual({
      kind: 'unmeasured',
      reason: 'the server accepts no proof without a nonce',
    });
    expect(near(quirks.get('iat-past-with-nonce@token'), strictPolicy.iatPast)).toBe(true);
  });
});

describe('nonces', () => {
  const ids = ['nonce-policy', 'nonce-tolerance', 'nonce-rotation', 'nonce-grace'];

  test('that rotate are found to be good while among the newest three', async () => {
    const quirks = await measureReference({ variant: 'nonce-rotating' }, ids);
    expect(quirks.get('nonce-policy@token')).toEqual({ kind: 'word', word: 'demanded' });
    expect(quirks.get('nonce-rotation@resource')).toEqual(one('count', 1));
    expect(quirks.get('nonce-grace@resource')).toEqual(one('count', 2));
    expect(named(quirks.get('nonce-tolerance@token'), 'accepted')).toContain('one used before');
  });

  test('that are good once are found out', async () => {
    const quirks = await measureReference({ variant: 'nonce-single-use' }, ids);
    expect(named(quirks.get('nonce-tolerance@token'), 'challenged')).toContain('one used before');
    expect(quirks.get('nonce-grace@token')).toEqual({ ...one('count', 8), isAtLeast: true });
  });

  test('that last for a time are good for every client of that server', async () => {
    const quirks = await measureReference({ variant: 'nonce-required' }, ids);
    expect(named(quirks.get('nonce-tolerance@token'), 'accepted')).toEqual(
      expect.arrayContaining(['one used before', 'given to another key', 'given by the other endpoint']),
    );
  });

  test('that no server gives out are nothing to measure', async () => {
    const quirks = await measureReference({}, ids);
    expect(quirks.get('nonce-policy@token')).toEqual({ kind: 'word', word: 'none given out' });
    expect(quirks.get('nonce-rotation@token')?.kind).toBe('unmeasured');
  });
});

function one(unit: string, value: number) {
  return { kind: 'number', unit, median: value, min: value, max: value };
}

describe('the memory of jti', () => {
  test('by URI, wider, or none at all shows in what counts as a replay', async () => {
    const scopes = new Map<string, readonly string[]>();
    for (const variant of ['strict', 'global-jti', 'no-replay-detection']) {
      const quirks = await measureReference({ variant }, ['replay-scope']);
      scopes.set(variant, named(quirks.get('replay-scope@resource'), 'refused'));
    }
    const bySameUri = ['the very same proof', 'same jti in a new proof', 'same jti, another key'];
    expect(scopes.get('strict')).toEqual([...bySameUri, 'same jti, another method']);
    expect(scopes.get('global-jti')).toEqual([...bySameUri, 'same jti, another URI', 'same jti, another method']);
    expect(scopes.get('no-replay-detection')).toEqual([]);
  });

  test('leaves one of a burst, and no memory leaves all', async () => {
    const [strict, off] = [
      await measureReference({}, ['race-same-proof']),
      await measureReference({ variant: 'no-replay-detection' }, ['race-same-proof']),
    ];
    expect(acceptedOf(strict.get('race-same-proof@resource'))).toEqual([1]);
    expect(acceptedOf(off.get('race-same-proof@resource'))).toEqual([8]);
  });
});

function acceptedOf(value: QuirkValue | undefined): readonly number[] {
  return value?.kind === 'counts' ? value.rounds.map(({ accepted }) => accepted) : [];
}

describe('sizes and algorithms', () => {
  test('the longest jti is what the policy says', async () => {
    const quirks = await measureReference({ variant: 'large-jti-refused' }, ['longest-jti']);
    expect(places.map((place) => quirks.get(`longest-jti@${place}`))).toEqual(places.map(() => one('characters', 100)));
  });

  test('what is accepted is shown beside what is named', async () => {
    const quirks = await measureReference({ variant: 'algs-listed-in-part' }, ['algorithms']);
    const value = quirks.get('algorithms@token');
    const cells = value?.kind === 'vector' ? value.cells : [];
    const accepted = cells.filter(({ result }) => result === 'accepted');
    expect(accepted.map(({ name }) => name)).toEqual(strictPolicy.algs);
    expect(accepted.filter(({ isAdvertised }) => isAdvertised === true).map(({ name }) => name)).toEqual(['ES256']);
  });
});

describe('refusals', () => {
  test('the order of checks is the one of the policy', async () => {
    const order = async (variant: string): Promise<readonly string[]> => {
      const value = (await measureReference({ variant }, ['check-order'])).get('check-order@resource');
      return value?.kind === 'order' ? value.ranks.flat() : [];
    };
    const [usual, reversed] = [await order('strict'), await order('checks-reversed')];
    expect(usual.length).toBeGreaterThan(4);
    expect(usual.indexOf('htm')).toBeLessThan(usual.indexOf('old iat'));
    expect(reversed.indexOf('htm')).toBeGreaterThan(reversed.indexOf('old iat'));
  });

  test('the map has the codes of the server', async () => {
    const value = (await measureReference({ variant: 'rs-400' }, ['error-map'])).get('error-map@resource');
    const answers = value?.kind === 'map' ? Object.fromEntries(value.entries.map((one) => [one.name, one.answer])) : {};
    expect(answers).toEqual(
      expect.objectContaining({
        typ: '400 invalid_dpop_proof',
        replay: '400 invalid_dpop_proof',
        'no nonce': '200 accepted',
      }),
    );
  });
});

test('a race is not measured where nonces decide it', async () => {
  const quirks = await measureReference({ variant: 'nonce-single-use' }, ['race-same-proof', 'race-refresh-token']);
  const reason = 'in every round at least one request got no clear answer: 400 use_dpop_nonce';
  expect(quirks.get('race-same-proof@token')).toEqual({ kind: 'unmeasured', reason });
  expect(quirks.get('race-refresh-token@token')).toEqual({ kind: 'unmeasured', reason });
});

describe('what fades', () => {
  test('a nonce that lives four seconds is found to, and when it has done so nothing more is waited for', async () => {
    const quirks = await measureReference({ variant: 'nonce-short-lived' }, ['nonce-lifetime'], { slow: true });
    const value = quirks.get('nonce-lifetime@token');
    // A new nonce comes every second, so the one that is given may live up to a second less. A slow machine widens the
    // spread, which still holds the true value.
    expect(value?.kind === 'number' && value.min <= 4.5 && value.max >= 2.9 && value.max > value.min).toBe(true);
  });

  test('is not measured where no waits were asked for', async () => {
    const quirks = await measureReference({ variant: 'nonce-short-lived' }, ['nonce-lifetime']);
    expect(quirks.size).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { createContext } from './context.fixture.ts';
import { hunt } from './power.ts';

const context = createContext();

/** Without the notes about answers that came late, or not at all, on a busy machine, and never again alone. */
function weighty<Found extends { readonly verdict: string }>(findings: readonly Found[]): readonly Found[] {
  return findings.filter(({ verdict }) => verdict !== 'note');
}

test('a defect that one op shows is found by one op, without any case', async () => {
  const { findings } = await hunt(context, { mutant: 'as-typ-missing-accepted' }, 1, { runs: 0, stopAtFirst: true });
  expect(
    weighty(findings).map(({ verdict, requirements, plan }) => ({
      verdict,
      ids: requirements.map(({ id }) => id),
      plan,
    })),
  ).toMatchObject([
    {
      verdict: 'fail',
      ids: ['RFC9449-4.3-04a'],
      plan: { exchanges: [{ delta: [{ op: 'header-remove', name: 'typ' }], expect: 'refuse' }] },
    },
  ]);
});

test('a correct server with a peculiarity gives no finding', async () => {
  const { findings } = await hunt(context, { variant: 'nonce-required' }, 1, { runs: 60 });
  expect(weighty(findings)).toEqual([]);
});

test('a defect that a server shows once only is reported with lawful twins around it, as seen once', async () => {
  const { findings } = await hunt(context, { mutant: 'rs-jti-empty-accepted' }, 1, { runs: 0, stopAtFirst: true });
  expect(
    weighty(findings).map(({ verdict, place, fuzz, exchanges }) => [verdict, place, fuzz, exchanges.length]),
  ).toEqual([['warn', 'resource', { phase: 'once', seed: 1, index: 2, seen: 1, of: 1 }, 3]]);
});

test('no finding weighs more than the rule that its answer breaks', async () => {
  const budget = { runs: 0, sequences: 30, stopAtFirst: true };
  const { findings } = await hunt(context, { mutant: 'as-refresh-confidential-bound' }, 1, budget);
  expect(weighty(findings).map(({ verdict, requirements }) => [verdict, requirements.map(({ id }) => id)])).toEqual([
    ['warn', ['RFC9449-5-13', 'RFC9449-5-14']],
  ]);
});

import { describe, expect, test } from 'vitest';
import { type Forged, rebuild } from './forge.fixture.ts';
import { broken, expectRefused, honest, kept, prepare, verify } from './honest.fixture.ts';
import { forgeries, type Forgery, must } from './record-forgeries.fixture.ts';

prepare();

describe('a record that was changed, with all that follows from it made anew', () => {
  test.each(forgeries)('%s', async (_, forge, said, code = 4) => {
    await expectRefused(await rebuild(honest.narrow, forge), code, said);
  });

  test.each<Forgery>([
    ['an exit code', ({ finished }) => void (finished.exitCode = 0), 'the exit code is recorded as 0'],
    ['a tone', ({ finished }) => void (finished.tone = 'good'), 'the tone is recorded as good'],
    ['a count', ({ finished }) => void (finished.counts.fail = 0), 'the count of verdicts'],
    ['a problem dropped', ({ finished }) => void finished.problems.pop(), 'the list of problems'],
    ['a scope', ({ finished }) => void (finished.scope.why = []), 'the scope is recorded'],
  ])('but for its end: %s', async (_, forge, said, code = 4) => {
    await expectRefused(await rebuild(honest.narrow, forge, false), code, said);
  });

  const dropped = ({ drop, finding, of }: Forged, instance: string): void => {
    const one = finding(instance);
    for (const event of of('exchange')) if (event.instance === instance) drop(event);
    drop(one);
    for (const preflight of of('preflight')) {
      if (preflight.planned !== undefined) preflight.planned -= 1;
      if (preflight.of !== undefined) preflight.of -= 1;
      if (preflight.selected !== undefined)
        preflight.selected = { count: preflight.selected.count - 1, digest: 'f'.repeat(64) };
    }
  };

  test.each<Forgery>([
    [
      'a whole case is gone',
      (one) => {
        const watches = one.of('finding').filter(({ basis }) => basis.by === 'watch');
        dropped(one, kept);
        for (const watch of watches) if (watch.basis.by === 'watch') watch.basis.seen -= 1;
      },
      /8 reference\/signature-flipped@token: it applies to this target, and has no finding|it looked at/,
    ],
    [
      'a skip is gone',
      (one) =>
        dropped(
          one,
          one
            .of('finding')
            .find(({ verdict, basis, fuzz }) => verdict === 'skip' && basis.by === 'inapplicable' && fuzz === undefined)
            ?.instance ?? '',
        ),
      'it applies to this target, and has no finding',
    ],
    [
      'it is said to have been narrowed less',
      ({ started }) => void (started.scope.slow = true),
      'it applies to this target, and has no finding',
    ],
    [
      'fuzzing is gone',
      ({ of, drop }) => drop(of('fuzz')[0] as never),
      /12 as, core: no level is reached|no fuzzing/,
      1,
    ],
  ])('of a whole run: %s', async (_, forge, said, code = 4) => {
    await expectRefused(await rebuild(honest.whole, forge), code, said);
  });
});

/** What no check of a bundle alone can see: docs/check-a-bundle.md says so. */
test('an answer that was invented with all that follows from it is not noticed: a signature says who answers for it', async () => {
  const zip = await rebuild(honest.narrow, ({ finding, exchange }) => {
    const [one, other] = [exchange(broken), exchange('typ-empty@token')];
    one.transcript.response = structuredClone(must(other.transcript.response));
    one.outcome = structuredClone(other.outcome);
    delete one.binding;
    const [mine, theirs] = [finding(broken), finding('typ-empty@token')];
    mine.verdict = theirs.verdict;
    mine.attribution = must(theirs.attribution);
    mine.reason = theirs.reason;
    const { basis } = mine;
    if (basis.by === 'case') for (const { steps } of basis.attempts) for (const step of steps) delete step.facts;
    mine.assertions = mine.assertions.map((assertion, index) => ({
      ...assertion,
      ...structuredClone(theirs.assertions[index]),
      requirement: assertion.requirement,
      exchange: assertion.exchange,
    }));
  });
  const { troubles } = await verify(zip);
  expect(
    troubles.filter(({ kind }) => kind === 'tampered').map(({ where, problem }) => `${where}: ${problem}`),
  ).toEqual([]);
});

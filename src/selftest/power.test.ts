import { expect, test } from 'vitest';
import { createLab } from './lab.fixture.ts';
import { hunt } from './power.ts';

const lab = createLab();

test('a defect that one op shows is found by one op, without any case', async () => {
  const { findings } = await hunt(lab, { mutant: 'as-typ-missing-accepted' }, 1, { runs: 0, stopAtFirst: true });
  expect(
    findings.map(({ verdict, requirements, plan }) => ({ verdict, ids: requirements.map(({ id }) => id), plan })),
  ).toMatchObject([
    {
      verdict: 'fail',
      ids: ['RFC9449-4.3-04a-as'],
      plan: { exchanges: [{ delta: [{ op: 'header-remove', name: 'typ' }], expect: 'refuse' }] },
    },
  ]);
}, 60_000);

test('a correct server with a peculiarity gives no finding', async () => {
  const { findings } = await hunt(lab, { variant: 'nonce-required' }, 1, { runs: 60 });
  expect(findings).toEqual([]);
}, 60_000);

import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { suites } from '../../suites/index.ts';
import { suiteJsonSchema } from './json-schema.ts';

test('suites/suite.schema.json is the schema of suites (vitest run src/suite/json-schema.test.ts --update=all writes it)', async () => {
  await expect(suiteJsonSchema()).toMatchFileSnapshot('../../suites/suite.schema.json');
});

describe('as JSON', () => {
  const schema = z.fromJSONSchema(JSON.parse(suiteJsonSchema()) as z.core.JSONSchema.JSONSchema);

  test.each(suites)('$id keeps the schema', (suite) => {
    expect(schema.safeParse(JSON.parse(JSON.stringify(suite))).error).toBe(undefined);
  });

  test.each([
    ['an unknown member', { suit: 'mine' }],
    [
      'an unknown op',
      { cases: [{ ...suites[0]?.cases[0], exchanges: [{ delta: [{ op: 'claim-sett' }], expect: 'refuse' }] }] },
    ],
    ['a case without requirements', { cases: [{ ...suites[0]?.cases[0], requirements: [] }] }],
  ])('%s does not', (_, change) => {
    const mine = { $schema: './suite.schema.json', id: 'mine', title: 'Mine', section: 'House rules', cases: [] };
    expect([schema.safeParse(mine).success, schema.safeParse({ ...mine, ...change }).success]).toEqual([true, false]);
  });
});

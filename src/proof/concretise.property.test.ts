import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delta } from '../plan/arbitrary.fixture.ts';
import { concretise } from './concretise.ts';
import { Inapplicable } from './inapplicable.ts';
import { bare, resourceRequest, surroundings, tokenRequest } from './proof.fixture.ts';

const world = fc.constantFrom(surroundings, bare);
const lawful = fc.constantFrom(tokenRequest, resourceRequest, { ...resourceRequest, method: 'POST', body: 'a=b' });

describe('any list of ops', () => {
  test('gives the bytes of a request, or does not apply', async () => {
    await fc.assert(
      fc.asyncProperty(lawful, world, delta, async (request, around, ops) => {
        const made = await concretise(request, ops, around).catch((error: unknown) => error);
        if (made instanceof Inapplicable) return;
        if (made instanceof Error) throw made;
        expect(Object.keys(made as object)).toEqual(expect.arrayContaining(['request', 'jti', 'key']));
      }),
      { numRuns: 500 },
    );
  });

  test('leaves the lawful request as it was', async () => {
    const before = structuredClone(tokenRequest);
    await fc.assert(
      fc.asyncProperty(delta, async (ops) => {
        await concretise(tokenRequest, ops, surroundings).catch(() => undefined);
        expect(tokenRequest).toEqual(before);
      }),
    );
  });
});

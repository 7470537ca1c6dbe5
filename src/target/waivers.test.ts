import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { loadWaivers } from './waivers.ts';

async function load(text: string, caseIds?: readonly string[]): Promise<unknown> {
  const file = join(await mkdtemp(join(tmpdir(), 'proofmark-')), 'waivers.yaml');
  await writeFile(file, text);
  return loadWaivers(file, caseIds).catch((error: unknown) =>
    error instanceof HarnessError
      ? [error.code, ...error.message.split('\n').map((line) => line.replace(/^.*waivers\.yaml:/, ''))]
      : error,
  );
}

describe('loadWaivers', () => {
  test('a lawful file is a list of waivers, an empty one an empty list', async () => {
    const text =
      '- case: typ-missing@token\n  verdict: fail\n  reason: "fixed in 4.2, ticket 17"\n  expires: 2027-01-31\n';
    expect(await load(text, ['typ-missing'])).toEqual([
      { case: 'typ-missing@token', verdict: 'fail', reason: 'fixed in 4.2, ticket 17', expires: '2027-01-31' },
    ]);
    expect(await load('# none yet\n')).toEqual([]);
  });

  test('all that is wrong is reported at once', async () => {
    const text = `
- case: typ-mising
  verdict: pass
  reason: later
  expires: 31.1.2027
- case: 11
  verdict: fail
  why: not before the summer
`;
    expect(await load(text)).toMatchInlineSnapshot(`
      [
        "ERR_WAIVER_INVALID",
        "3:12 [0].verdict: expected one of fail, warn, blocked, error, skip, got "pass"",
        "4:11 [0].reason: expected at least 10 characters, got "later"",
        "5:12 [0].expires: expected a date such as 2027-01-31, got "31.1.2027"",
        "6:3 [1].reason: is missing: expected text",
        "6:9 [1].case: expected text, got the number 11; quote it: '11'",
        "8:3 [1].why: is not a known key; known here: case, target, verdict, because, reason, expires",
      ]
    `);
  });

  test('unknown cases and doubles are reported', async () => {
    const waiver = '{ case: typ-mising, verdict: fail, reason: not before the summer }';
    expect(await load(`- ${waiver}\n- ${waiver}`, ['typ-missing'])).toEqual([
      'ERR_WAIVER_INVALID',
      '1:11 [0].case: there is no case "typ-mising"; did you mean "typ-missing"?',
      '2:3 [1]: waives the same as entry [0]; keep one',
      '2:11 [1].case: there is no case "typ-mising"; did you mean "typ-missing"?',
    ]);
  });
});

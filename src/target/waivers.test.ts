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
      {
        case: 'typ-missing@token',
        verdict: 'fail',
        reason: 'fixed in 4.2, ticket 17',
        expires: '2027-01-31',
        where: 'waivers.yaml:1',
      },
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
        "8:3 [1].why: is not a known key; known here: case, problem, requirement, target, verdict, because, reason, owner, link, expires",
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

  test('a waiver names one thing, and a pattern the reason that it is for', async () => {
    const reason = 'reason: not before the summer';
    const text = [
      `- { verdict: fail, ${reason} }`,
      `- { problem: as:typ, requirement: RFC9449-4.3-04a, verdict: fail, ${reason} }`,
      `- { case: 'typ-*', verdict: fail, ${reason} }`,
      `- { case: 'typ-*', verdict: fail, because: Accepted, ${reason} }`,
      `- { problem: as:typ, verdict: skip, ${reason} }`,
      `- { requirement: RFC9449-4.3-04a, verdict: fail, owner: team-a, link: 'https://example.com/7', ${reason} }`,
    ].join('\n');
    expect(await load(text)).toMatchInlineSnapshot(`
      [
        "ERR_WAIVER_INVALID",
        "1:3 [0]: say what is waived: one of case, problem, requirement",
        "2:3 [1]: waives two things; make two entries: one of case, problem, requirement",
        "3:11 [2].case: * needs because: a part of the reason that the report gives",
        "5:3 [4]: an expected skip names cases: use case",
      ]
    `);
    expect(String(await load(`- { problem: typ, verdict: fail, ${reason} }`))).toContain(
      'expected the id of a problem',
    );
  });
});

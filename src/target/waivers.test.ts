import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { loadWaivers, matchWaivers, type Waiver } from './waivers.ts';

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

  test('all faults are reported at once', async () => {
    const text = `
- case: typ-mising
  verdict: pass
  reason: later
  expires: 31.1.2027
- case: 11
  verdict: fail
  because: not before the summer
`;
    expect(await load(text)).toMatchInlineSnapshot(`
      [
        "ERR_WAIVER_INVALID",
        "3:12 [0].verdict: expected one of fail, warn, blocked, error, got "pass"",
        "4:11 [0].reason: expected at least 10 characters, got "later"",
        "5:12 [0].expires: expected a date such as 2027-01-31, got "31.1.2027"",
        "6:3 [1].reason: is missing: expected text",
        "6:9 [1].case: expected text, got the number 11; quote it: '11'",
        "8:3 [1].because: is not a known key; known here: case, target, verdict, reason, expires",
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

describe('matchWaivers', () => {
  const waiver = (more: Partial<Waiver>): Waiver => ({
    case: 'a',
    verdict: 'fail',
    reason: 'not before the summer',
    ...more,
  });
  const finding = (instance: string, verdict: string, target = 't') => ({
    case: instance.split('@')[0] ?? '',
    instance,
    target,
    verdict,
  });
  const match = (waivers: readonly Waiver[], ...findings: ReturnType<typeof finding>[]) => {
    const { waived, stale } = matchWaivers(waivers, findings, '2026-06-01');
    return { waived: [...waived.keys()], stale };
  };

  test('a case id waives all its places, an instance id one', () => {
    const findings = [finding('a@token', 'fail'), finding('a@resource', 'fail'), finding('b@token', 'fail')];
    expect(match([waiver({})], ...findings)).toEqual({ waived: [0, 1], stale: [] });
    expect(match([waiver({ case: 'a@resource' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('an instance id without a subject waives all subjects of the place', () => {
    const findings = [finding('a@resource', 'fail'), finding('a@resource~second', 'fail')];
    expect(match([waiver({ case: 'a@resource' })], ...findings)).toEqual({ waived: [0, 1], stale: [] });
    expect(match([waiver({ case: 'a@resource~second' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('only the waived verdict is waived, and only at the target named', () => {
    const findings = [finding('a@token', 'warn'), finding('a@token', 'fail', 'u'), finding('a@token', 'fail')];
    expect(match([waiver({ target: 'u' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('a waiver is stale when its case was judged and did not earn the verdict', () => {
    expect(match([waiver({})], finding('a@token', 'pass'), finding('a@par', 'warn'))).toEqual({
      waived: [],
      stale: ['waiver of fail for a is not needed any more: the verdict is pass, warn'],
    });
  });

  test.each(['skip', 'blocked', 'error'])('a case that ended as %s says nothing of its waiver', (verdict) => {
    expect(match([waiver({})], finding('a@token', verdict))).toEqual({ waived: [], stale: [] });
  });

  test('a case that was not selected says nothing of its waiver', () => {
    expect(match([waiver({})], finding('b@token', 'pass'))).toEqual({ waived: [], stale: [] });
  });

  test('a waiver holds on the day it expires and is stale, without effect, after it', () => {
    expect(match([waiver({ expires: '2026-06-01' })], finding('a@token', 'fail'))).toEqual({ waived: [0], stale: [] });
    expect(match([waiver({ expires: '2026-05-31', target: 't' })], finding('a@token', 'fail'))).toEqual({
      waived: [],
      stale: ['waiver of fail for a at t expired on 2026-05-31'],
    });
  });
});

import { describe, expect, test } from 'vitest';
import type { Verified } from '../../app/bundle/verify.ts';
import type { Trouble } from '../../bundle/trouble.ts';
import type { LevelStanding } from '../../verdict/levels/levels.ts';
import { levelLines, verifiedLines } from './lines.ts';

const standing = {
  target: 'shop',
  role: 'as',
  profile: 'core',
  level: 'strict',
  rules: {},
} as unknown as LevelStanding;
const product = { organization: 'Acme', project: 'Shop', version: '2.1.0' };
const whole: Verified = {
  exitCode: 0,
  troubles: [],
  signature: { state: 'good', keyid: 'k-1' },
  product,
  levels: [standing],
  digest: 'ab12',
  again: { judged: 593, veiled: 6 },
};
const trouble = (check: Trouble['check'], kind: Trouble['kind'], where = 'x', problem = 'is wrong'): Trouble => ({
  check,
  kind,
  where,
  problem,
});
const said = (verified: Partial<Verified>): string => verifiedLines({ ...whole, ...verified }).join('\n');

describe('what verify prints', () => {
  test('names product, checks, counts, levels, signer, digest, and the result as the last line', () => {
    const lines = verifiedLines(whole);
    expect(lines[0]).toBe('Shop 2.1.0 of Acme');
    expect(lines.filter((line) => /^ ?\d+ {2}ok /.test(line))).toHaveLength(12);
    expect(lines.slice(13)).toEqual([
      '593 requests judged again, 6 could not be (masked or cut)',
      'authorization server, core: Proofmark evidence, strict',
      'signed by k-1',
      'bundle.json sha256:ab12',
      '',
      'VERIFIED, exit 0',
    ]);
  });

  test.each([
    [0, [], 'VERIFIED, exit 0'],
    [1, [trouble(12, 'unmet')], 'VERIFIED, but less than is asked for, exit 1'],
    [3, [trouble(5, 'unknown')], 'CANNOT BE RECOMPUTED, exit 3'],
    [4, [trouble(6, 'tampered')], 'NOT TO BE TRUSTED, exit 4'],
  ] as const)('ends with the result of exit code %i', (exitCode, troubles, last) => {
    expect(said({ exitCode, troubles }).split('\n').at(-1)).toBe(last);
  });

  test('a check that was not reached is not ok', () => {
    const { again: _, ...unread } = whole;
    const lines = verifiedLines({ ...unread, exitCode: 4, levels: [], troubles: [trouble(3, 'tampered', 'record')] });
    expect(lines.slice(1, 6).map((line) => line.slice(4, 13).trim())).toEqual([
      'ok',
      'ok',
      'FAILED',
      'record:',
      'not tried',
    ]);
    expect(lines.filter((line) => line.includes('not tried'))).toHaveLength(9);
    expect(lines.join('\n')).toContain('      record: is wrong');
  });

  test('a missing signature is a note, and nobody is named as the signer', () => {
    const text = said({ signature: { state: 'none' }, troubles: [trouble(4, 'loud', 'attestation', 'NOT SIGNED')] });
    expect(text).toMatch(/^ 4 {2}NOTE .*\n {6}attestation: NOT SIGNED$/m);
    expect(text).not.toContain('signed by');
  });

  test('of many troubles ten are shown, and the others counted', () => {
    const troubles = Array.from({ length: 25 }, (_, index) => trouble(6, 'tampered', `finding ${index}`));
    const text = said({ exitCode: 4, troubles });
    expect(text.match(/finding \d+: is wrong/g)).toHaveLength(10);
    expect(text).toContain('      and 15 more');
  });

  test('what a bundle says cannot act on a terminal', () => {
    const text = said({
      product: { ...product, project: 'Sh\u001B[2Jop', organization: 'A\u202Ecme' },
      troubles: [trouble(6, 'tampered', 'a\nVERIFIED, exit 0', '\u001B]0;x\u0007')],
    });
    expect(text).not.toMatch(/[\u0007\u001B\u202E]|^VERIFIED, exit 0$\n/m);
  });
});

test('a level says why it is not the next, and nothing where there is no next', () => {
  expect(
    levelLines([
      standing,
      { ...standing, role: 'rs', level: 'hardened' },
      { ...standing, role: 'client', profile: 'fapi2', level: 'none', lacks: 'R-1: is broken' },
    ]),
  ).toEqual([
    'authorization server, core: Proofmark evidence, strict',
    'resource server, core: Proofmark evidence, hardened',
    'client, fapi2: no level; not the next, since R-1: is broken',
  ]);
});

import fc from 'fast-check';
import { compactVerify, decodeProtectedHeader, EmbeddedJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { defined } from '../../defined.ts';
import type { Op, OpOf } from '../../plan/ops.ts';
import { concretise } from '../concretise.ts';
import { editProof } from './edit-text.ts';
import { atResource, atToken, decode, otherKey, surroundings, tokenRequest } from '../proof.fixture.ts';

const bytes = (of: OpOf<'bytes'>['of'], edit: OpOf<'bytes'>['edit'], at: number, text?: string): OpOf<'bytes'> => ({
  op: 'bytes',
  of,
  edit,
  at,
  ...defined({ text }),
});

const isGood = (proof = ''): Promise<boolean> =>
  compactVerify(proof, EmbeddedJWK).then(
    () => true,
    () => false,
  );

describe('an edit of the finished proof', () => {
  test.each<readonly [OpOf<'bytes'>, string]>([
    [bytes('proof', 'truncate', 0), ''],
    [bytes('proof', 'truncate', 1000), 'ab.cd.e'],
    [bytes('proof', 'drop', 0), 'b.cd.ef'],
    [bytes('proof', 'drop', 1000), 'ab.cd.e'],
    [bytes('proof', 'insert', 0), 'Aab.cd.ef'],
    [bytes('proof', 'insert', 1000, '\r\n'), 'ab.cd.ef\r\n'],
    [bytes('payload', 'insert', 500, '='), 'ab.c=d.ef'],
    [bytes('proof', 'double', 1000), 'ab.cd.efab.cd.ef'],
    [bytes('header', 'double', 0), 'aab.cd.ef'],
    [bytes('signature', 'flip', 0), 'ab.cd.-f'],
    [bytes('proof', 'flip', 300), 'ab.8d.ef'],
    [bytes('proof', 'swap-case', 300), 'ab.Cd.ef'],
    [bytes('payload', 'splice', 0), 'ab.CD.ef'],
    [bytes('proof', 'splice', 500), 'ab.cD.EF'],
  ])('%j', (op, edited) => {
    expect(editProof('ab.cd.ef', op, 'AB.CD.EF')).toBe(edited);
  });

  test('does not apply to a segment that is not there or is empty', () => {
    expect(() => editProof('ab.cd', bytes('signature', 'drop', 0), '')).toThrow(
      expect.objectContaining({ name: 'Inapplicable' }) as Error,
    );
    expect(() => editProof('ab.cd.', bytes('signature', 'drop', 0), '')).toThrow(
      expect.objectContaining({ name: 'Inapplicable' }) as Error,
    );
  });

  test('applies at any place of a lawful proof and changes it, but for doubling nothing away', async () => {
    const { proof = '' } = await atToken();
    const { proof: other = '' } = await concretise(tokenRequest, [{ op: 'key', use: 'other' }], surroundings);
    const of = fc.constantFrom('proof', 'header', 'payload', 'signature' as const);
    const edit = fc.constantFrom('truncate', 'drop', 'insert', 'flip', 'double', 'swap-case' as const);
    const ops = fc.record({ op: fc.constant('bytes' as const), of, edit, at: fc.integer({ min: 0, max: 1000 }) });
    fc.assert(
      fc.property(ops, (op) => {
        expect(editProof(proof, op as OpOf<'bytes'>, other)).not.toBe(proof);
      }),
    );
  });

  test('flips bits that count, wherever it is', async () => {
    const { proof = '' } = await atToken();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (at) => {
        const edited = editProof(proof, bytes('signature', 'flip', at), '');
        expect(decode(edited).signature).not.toEqual(decode(proof).signature);
      }),
    );
  });

  test('splices in a segment of a proof that is lawful by itself', async () => {
    const whole = (await atResource(bytes('proof', 'splice', 0))).proof ?? '';
    expect([await isGood(whole), decodeProtectedHeader(whole).jwk]).toEqual([true, (await otherKey()).publicJwk]);
    const { proof } = await atResource(bytes('payload', 'splice', 0));
    expect(await isGood(proof)).toBe(false);
  });

  test('goes for text sent in place of a proof too, which has no lawful one to be spliced with', async () => {
    const text: Op = { op: 'proof-text', text: 'a.b.c' };
    expect((await atToken(text, bytes('proof', 'drop', 0))).proof).toBe('.b.c');
    await expect(atToken(text, bytes('proof', 'splice', 0))).rejects.toThrow('no lawful one');
  });
});

describe('the order of the field lines', () => {
  test.each<readonly [OpOf<'field-order'>['edit'], readonly string[]]>([
    ['proof-first', ['DPoP', 'Authorization', 'Accept']],
    ['proof-last', ['Authorization', 'Accept', 'DPoP']],
    ['reversed', ['DPoP', 'Accept', 'Authorization']],
    ['shuffled', ['Accept', 'Authorization', 'DPoP']],
  ])('%s', async (edit, names) => {
    const { request } = await atResource({ op: 'field-order', edit });
    expect(request.fields.map(([name]) => name)).toEqual(names);
  });
});

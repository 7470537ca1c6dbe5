import { describe, expect, test } from 'vitest';
import type { PlanValue, TextEdit } from '../../plan/values.ts';
import { atToken, decode } from '../proof.fixture.ts';
import { editValue } from './edit-value.ts';

describe('an edited value', () => {
  test.each<readonly [PlanValue, TextEdit, PlanValue]>([
    ['Ab1', 'drop-first', 'b1'],
    ['Ab1', 'drop-last', 'Ab'],
    ['Ab1', 'append', 'Ab1x'],
    ['Ab1', 'prefix', 'xAb1'],
    ['Ab1', 'upper', 'AB1'],
    ['Ab1', 'lower', 'ab1'],
    ['Ab1', 'swap-case', 'aB1'],
    ['Ab1', 'leading-space', ' Ab1'],
    ['Ab1', 'trailing-space', 'Ab1 '],
    ['Ab1', 'tab', 'Ab1\t'],
    ['Ab1', 'newline', 'Ab1\n'],
    ['Ab1', 'nul', 'Ab1\0'],
    ['dpop', 'look-alike', 'd\u0440op'],
    ['Ab1', 'full-width', '\uff21b1'],
    ['Ab1', 'zero-width', 'A\u200db1'],
    ['Ab1', 'combining', 'A\u0301b1'],
    ['\u00e9', 'combining', 'e\u0301'],
    ['Ab1', 'doubled', 'Ab1Ab1'],
    ['Ab1', 'reversed', '1bA'],
    ['Ab1', 'quoted', '"Ab1"'],
    ['Ab1', 'percent-encoded', '%41b1'],
    ['Ab1', 'as-array', ['Ab1']],
    ['Ab1', 'as-object', { value: 'Ab1' }],
    ['Ab1', 'as-number', 3],
    ['17', 'as-number', 17],
    [17, 'as-number', 0],
    [17, 'drop-last', '1'],
    [{ a: 1 }, 'append', '{"a":1}x'],
  ])('%j, %s', (value, edit, edited) => {
    expect(editValue(value, edit)).toEqual(edited);
  });

  test.each<readonly [PlanValue, TextEdit]>([
    ['17', 'upper'],
    ['', 'drop-first'],
    ['w', 'look-alike'],
    ['aa', 'reversed'],
  ])('%j, %s would be no change, so it does not apply', (value, edit) => {
    expect(() => editValue(value, edit)).toThrow(expect.objectContaining({ name: 'Inapplicable' }) as Error);
  });

  test('may be what the lawful proof says, whatever other ops did to it', async () => {
    const lawful = { $: 'lawful', part: 'header', name: 'typ' } as const;
    const { proof } = await atToken(
      { op: 'header-set', name: 'typ', value: 'JWT' },
      { op: 'header-set', name: 'typ', value: { $: 'edited', value: lawful, edit: 'append', text: '!' } },
      { op: 'claim-set', name: 'x', value: { $: 'lawful', part: 'payload', name: 'htm' } },
    );
    const { header, payload } = decode(proof);
    expect({ header, payload }).toMatchObject({ header: { typ: 'dpop+jwt!' }, payload: { x: 'POST' } });
  });

  test('does not apply to what the lawful proof does not say', async () => {
    const value = { $: 'lawful', part: 'payload', name: 'ath' } as const;
    await expect(atToken({ op: 'claim-set', name: 'x', value })).rejects.toThrow('no ath');
  });

  test.each(['1e3', '1.0', '-0', '9007199254740993', '1e400', '0x10', '[[[]]]'])(
    'number %s is said as it is written',
    async (text) => {
      const { proof = '' } = await atToken({ op: 'claim-set', name: 'iat', value: { $: 'json-text', text } });
      expect(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()).toContain(`"iat":${text}`);
    },
  );

  test('may be nested a hundred thousand deep', async () => {
    const { proof = '' } = await atToken({ op: 'claim-set', name: 'x', value: { $: 'nested', depth: 100_000 } });
    expect(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()).toContain('['.repeat(100_000));
  });
});

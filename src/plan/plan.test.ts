import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { delta, op, planValue } from './arbitrary.fixture.ts';
import { describeValue } from './describe-value.ts';
import { describeOp } from './describe.ts';
import { Op } from './ops.ts';
import { isSymbolic, PlanValue } from './values.ts';

const Delta = z.array(Op);

describe('a plan', () => {
  test('is the same after a round trip through JSON and its schema', () => {
    fc.assert(
      fc.property(delta, (ops) => {
        expect(Delta.parse(JSON.parse(JSON.stringify(ops)))).toEqual(JSON.parse(JSON.stringify(ops)));
      }),
    );
  });

  test('has values that are the same after that round trip too', () => {
    fc.assert(
      fc.property(planValue, (value) => {
        const written: unknown = JSON.parse(JSON.stringify(value));
        expect(PlanValue.parse(written)).toEqual(written);
      }),
    );
  });

  test('takes no member that an op does not have', () => {
    expect(Op.safeParse({ op: 'claim-remove', name: 'jti', value: 1 }).success).toBe(false);
  });

  test.each([
    ['a field name with a blank', { op: 'field', name: 'X Y', value: '' }],
    ['a method with a line break', { op: 'method', value: 'GET\r\nX:' }],
    ['a symbol that does not exist', { op: 'claim-set', name: 'iat', value: { $: 'yesterday' } }],
    ['a symbol with a member too many', { op: 'claim-set', name: 'iat', value: { $: 'now', plus: 0, minus: 1 } }],
    ['an op that does not exist', { op: 'explode' }],
  ])('refuses %s', (_, value) => {
    expect(Op.safeParse(value).success).toBe(false);
  });

  test('knows a symbolic value by its $', () => {
    expect([{ $: 'nonce' }, { a: 1 }, [], null, 'x'].map((value) => isSymbolic(value))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('an op in words', () => {
  test('is one line that is never empty', () => {
    fc.assert(fc.property(op, (one) => describeOp(one).trim() !== ''));
  });

  test.each<readonly [Op, string]>([
    [{ op: 'header-set', name: 'typ', value: 'JWT' }, 'header typ is "JWT"'],
    [{ op: 'claim-remove', name: 'jti' }, 'claim jti is missing'],
    [{ op: 'nonce', from: 'none' }, 'no nonce is sent'],
    [{ op: 'nonce', from: 'current', edit: 'drop-last' }, 'nonce is the newest one known, drop last'],
    [{ op: 'sign', by: 'other', alg: 'ES384' }, 'the signature is made by a key that is not in jwk with ES384'],
    [
      { op: 'key', use: 'other', alg: 'RS256', rsaBits: 1024 },
      'the whole proof is made with another key (RS256, 1024 bits)',
    ],
    [{ op: 'key', use: 'client' }, "the whole proof is made with the client's own key"],
    [{ op: 'authorization', via: 'front' }, 'the code comes from a plain authorization request'],
    [
      { op: 'authorization', via: 'front', dpopJkt: 'malformed', pkce: 'none' },
      'the code comes from a plain authorization request with a malformed dpop_jkt and no code_challenge',
    ],
    [
      { op: 'authorization', via: 'par', dpopJkt: 'own', proof: 'other' },
      "the code comes from a pushed authorization request with dpop_jkt of the session's key and a proof of another key",
    ],
    [{ op: 'refresh-token', use: 'rotated' }, 'a refresh token that a refresh gave'],
    [
      { op: 'form-set', name: 'client_id', value: { $: 'client-id', of: 'other' } },
      'parameter client_id=the client_id of another client',
    ],
    [
      { op: 'form-set', name: 'token', value: { $: 'access-token', of: 'revoked' } },
      'parameter token=an access token (one that has been revoked)',
    ],
    [{ op: 'signature', edit: 'negate-s' }, 'signature: negate s'],
    [{ op: 'segments', edit: 'drop-payload' }, 'JWS serialisation: drop payload'],
    [{ op: 'json', part: 'payload', edit: 'bom' }, 'JSON text of the payload: bom'],
    [
      { op: 'duplicate-member', part: 'header', name: 'alg', value: 'none', position: 'last' },
      'a second alg in the header, put last: "none"',
    ],
    [{ op: 'proof-of', exchange: 'first' }, 'the very proof sent as "first"'],
    [{ op: 'proof-of', exchange: 'first', edit: 'negate-s' }, 'the very proof sent as "first", its signature negated'],
    [
      { op: 'authorization-second', scheme: 'Bearer', position: 'last' },
      'a second Authorization line with scheme Bearer, put last',
    ],
    [{ op: 'dpop-lines', lines: 'twice-same' }, 'DPoP field lines: twice same'],
    [{ op: 'forwarded', as: 'x-forwarded-host' }, 'field x-forwarded-host names another host'],
    [{ op: 'forwarded', as: 'x-forwarded-port' }, 'field x-forwarded-port names another port'],
    [{ op: 'key', use: 'zero-x' }, 'the whole proof is made with a key whose x begins with a zero octet'],
    [{ op: 'credentials', edit: 'two-in-one-field' }, 'credentials: two in one field'],
    [{ op: 'bytes', of: 'proof', edit: 'insert', at: 5, text: '\n' }, 'text of the proof: insert "\\n" at 0.5 %'],
    [{ op: 'bytes', of: 'signature', edit: 'swap-case', at: 1000 }, 'third segment: swap case at 100 %'],
    [{ op: 'json-bytes', part: 'header', edit: 'escape', at: 0 }, 'JSON text of the header: escape at 0 %'],
    [{ op: 'field-order', edit: 'proof-first' }, 'order of the fields: proof first'],
    [{ op: 'minted-token' }, 'the access token is minted by Proofmark'],
    [{ op: 'token-claim-set', name: 'cnf', value: { jkt: 7 } }, 'access token: claim cnf is {"jkt":7}'],
    [{ op: 'token-claim-remove', name: 'cnf' }, 'access token: claim cnf is missing'],
    [{ op: 'token-sign', by: 'nobody' }, 'access token: alg none, no signature'],
    [{ op: 'access-token', use: 'unbound' }, 'access token: an unbound Bearer token'],
    [{ op: 'form-set', name: 'dpop_jkt', value: { $: 'thumbprint' } }, 'parameter dpop_jkt=the thumbprint of the key'],
  ])('%o', (one, text) => {
    expect(describeOp(one)).toBe(text);
  });

  test.each<readonly [PlanValue, string]>([
    [{ $: 'now', plus: 0 }, 'now'],
    [{ $: 'now', plus: -301, as: 'string' }, 'now − 301 s as string'],
    [{ $: 'htu', edits: [] }, 'the request URI'],
    [{ $: 'method', edit: 'first-letter' }, 'the request method, first letter'],
    [{ $: 'thumbprint', of: 'session' }, "the thumbprint of the session's key"],
    [{ $: 'thumbprint', of: 'oct', form: 'sha1' }, 'the thumbprint of the oct key, sha1'],
    [{ $: 'htu', edits: ['upper-host', 'query'] }, 'the request URI, edited: upper host, query'],
    [
      { $: 'ath', of: 'sibling', form: 'left-half' },
      'the hash of the access token (another one bound to the same key), left half',
    ],
    [{ $: 'jwk', of: 'other', edit: 'private' }, 'the public key of another key pair, private'],
    [{ $: 'lawful', part: 'payload', name: 'jti' }, 'the lawful jti'],
    [
      { $: 'edited', value: { $: 'lawful', part: 'header', name: 'typ' }, edit: 'append', text: '!' },
      'the lawful typ of the header, edited: append "!"',
    ],
    ['x'.repeat(80), `"${'x'.repeat(56)}…`],
  ])('%o', (value, text) => {
    expect(describeValue(value)).toBe(text);
  });
});

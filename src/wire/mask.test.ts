import { hash, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isUnguessable, maskOf, maskText } from './mask.ts';
import { createRedactor } from './redact.ts';

const random = randomBytes(32);
const jwt = `eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.${randomBytes(64).toString('base64url')}`;

describe('a token', () => {
  test.each([
    ['of random octets in base64url', random.toString('base64url')],
    ['of random octets in hex', random.toString('hex')],
    ['that is a UUID', randomUUID()],
    ['with a word before it', `opaque-token_${random.toString('base64url')}`],
    ['that is signed', jwt],
  ])('%s is shown by its digest and its length', (_, token) => {
    const due = `‹access_token sha256:${hash('sha256', token, 'base64url')} ${token.length}›`;
    expect(maskText(maskOf(token, 'access_token'))).toBe(due);
  });

  test.each([
    ['with a counter behind words', 'access-token-for-alice-0000000000017'],
    ['of words in one', 'tokenForAliceNumber00000000000017'],
    ['of digits', '20261130120000000000000001'],
    ['that is short', 'f3A9x-1'],
    ['of one character', 'a1'.repeat(40)],
    ['without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImp0aSI6IjEifQ.'],
  ])('%s is not', (_, token) => {
    expect(isUnguessable(token)).toBe(false);
    expect(maskText(maskOf(token, 'access_token'))).toMatch(/^‹access_token #[0-9a-f]{8}›$/);
  });

  test('that can be guessed does not stand in the ath of a proof either', () => {
    const redactor = createRedactor();
    redactor.add('token-1', 'access_token');
    const payload = Buffer.from(JSON.stringify({ ath: hash('sha256', 'token-1', 'base64url') })).toString('base64url');
    expect(redactor.text(`e30.${payload}.c2ln`)).toMatch(/^e30\.[\w-]{0,12}‹ath #[0-9a-f]{8}›[\w-]{0,4}\.c2ln$/);
  });
});

test('what a person may have chosen has no digest, however random it looks', () => {
  expect(maskText(maskOf(random.toString('base64url'), 'client_secret'))).toMatch(/^‹client_secret #[0-9a-f]{8}›$/);
});

test('equal secrets have equal masks, and others have others', () => {
  const masks = ['one', 'one', 'two'].map((secret) => maskText(maskOf(secret, 'password')));
  expect([masks[0] === masks[1], masks[0] === masks[2]]).toEqual([true, false]);
});

import { describe, expect, test } from 'vitest';
import { noFacts } from '../bench/facts.ts';
import { HarnessError } from '../errors.ts';
import { refuseForeign, rememberState, sentState } from './own-response.ts';

const issuer = 'https://as.example';
const url = `${issuer}/authorize?client_id=a&state=mine`;

function known(metadata: Readonly<Record<string, unknown>> = { issuer }) {
  return { facts: noFacts(), as: { authorization: `${issuer}/authorize`, metadata } };
}

function refusalOf(params: Readonly<Record<string, string>>, bench = known()): string {
  try {
    refuseForeign(bench, url, params);
    return 'taken';
  } catch (error) {
    return error instanceof HarnessError ? `${error.code} ${error.message}` : 'another error';
  }
}

describe('a code', () => {
  test('beside our state, and the issuer of the metadata, is taken', () => {
    expect(refusalOf({ code: 'c', state: 'mine', iss: issuer })).toBe('taken');
    expect(refusalOf({ code: 'c', state: 'mine' })).toBe('taken');
  });

  test.each([
    ['another state', { code: 'c', state: 'theirs' }, /^ERR_LOGIN .*has another state than the request.*not used/],
    ['no state', { code: 'c' }, /^ERR_LOGIN .*has no state/],
    ['another iss', { code: 'c', state: 'mine', iss: `${issuer}/` }, /^ERR_LOGIN .*has an iss that is not the issuer/],
  ])('beside %s is refused', (_what, params, message) => {
    expect(refusalOf(params)).toMatch(message);
  });

  test('beside an iss is taken where the metadata name no issuer', () => {
    expect(refusalOf({ code: 'c', state: 'mine', iss: 'https://x.example' }, known({}))).toBe('taken');
  });

  test('an error response is not refused for its state', () => {
    expect(refusalOf({ error: 'access_denied' })).toBe('taken');
  });
});

test('the state of a pushed or signed request is known by the reference in the URL', () => {
  const bench = known();
  rememberState(bench, 'urn:x', [['state', 'pushed']]);
  rememberState(bench, 'a.b.c', [['state', 'signed']]);
  const asked = ['?request_uri=urn:x', '?request=a.b.c&state=beside', '?state=plain', ''];
  expect(asked.map((query) => sentState(bench, `${issuer}/authorize${query}`))).toEqual([
    'pushed',
    'signed',
    'plain',
    undefined,
  ]);
});

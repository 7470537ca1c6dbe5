import { describe, expect, test } from 'vitest';
import type { ExchangeEvent } from '../record/schema.ts';
import { isInScope } from './watch-scope.ts';

type Fields = readonly (readonly [string, string])[];

type Seen = {
  readonly asked?: Fields;
  readonly status?: number;
  readonly error?: string;
  readonly answered?: Fields;
  readonly fault?: 'access-token' | 'credentials';
};

/** A faulty proof that was refused at a resource. */
function refused({ asked = [['DPoP', 'a.b.c']], status = 401, error, answered = [], fault }: Seen): ExchangeEvent {
  const lines = (fields: Fields): [string, string][] => fields.map(([name, value]) => [name, value]);
  return {
    type: 'exchange',
    id: '1',
    target: 't',
    instance: 'i',
    purpose: 'tested',
    place: 'resource',
    fault: fault ?? 'proof',
    delta: [],
    outcome: { class: 'refused', status, text: '', ...(error === undefined ? {} : { error }) },
    transcript: {
      request: { method: 'GET', url: 'http://api.example/', fields: lines(asked) },
      response: { status, fields: lines(answered), body: '', bodyBytes: 0 },
      startedAt: '2026-01-01T00:00:00Z',
      totalMs: 0,
    },
  };
}

const challenge: Fields = [['WWW-Authenticate', 'DPoP algs="ES256"']];
const two: Fields = [
  ['DPoP', 'a.b.c'],
  ['dpop', 'd.e.f'],
];

describe('the code of a refusal is judged', () => {
  test.each([
    ['where it is another one', { error: 'invalid_token' }, true],
    ['where it is the right one', { error: 'invalid_dpop_proof' }, true],
    ['not where there is none: that is judged as such', {}, false],
    ['not where it is misspelt: that is judged as such', { error: 'Invalid_DPoP_Proof' }, false],
    ['not where two proofs are a malformed request', { error: 'invalid_request', asked: two }, false],
    ['nor where a comma joins them', { error: 'invalid_request', asked: [['DPoP', 'a.b.c, d.e.f']] }, false],
    ['but where one proof is called malformed', { error: 'invalid_request' }, true],
    ['and where two proofs get any other code', { error: 'invalid_token', asked: two }, true],
    [
      'and where the one value is a JWS in JSON',
      { error: 'invalid_request', asked: [['DPoP', '{"a":"b","c":"d"}']] },
      true,
    ],
  ] as const satisfies readonly (readonly [string, Seen, boolean])[])('%s', (_, seen, isJudged) => {
    expect(isInScope('proof-refused-by-name', refused(seen))).toBe(isJudged);
  });
});

describe('the refusal of a bad access token', () => {
  const ofToken = { fault: 'access-token' } as const;
  test('is judged by its code where it names one', () => {
    expect(isInScope('token-refused', refused({ ...ofToken, error: 'invalid_token' }))).toBe(true);
    expect(isInScope('token-refused', refused(ofToken))).toBe(false);
  });

  test('is one of credentials, as that of a bad proof is', () => {
    const scopes = [ofToken, {}, { fault: 'credentials' }] as const;
    expect(scopes.map((seen) => isInScope('credentials-refused', refused(seen)))).toEqual([true, true, false]);
  });
});

describe('a 400 without a word of OAuth', () => {
  test.each([
    ['that answers a plain request is judged', {}, true],
    ['is left out where the fields are large', { asked: [['DPoP', 'x'.repeat(4200)]] }, false],
    ['is left out where the record cut a field', { asked: [['DPoP', 'x\n‹9000 more characters not kept›']] }, false],
    ['is left out where the fields are many', { asked: Array.from({ length: 41 }, () => ['X', '']) }, false],
    ['is left out where an octet is no text', { asked: [['DPoP', 'a\u0000b']] }, false],
    ['is left out where Host is another', { asked: [['Host', 'api.example/x?']] }, false],
    ['is judged where Host is its own', { asked: [['host', 'API.example']] }, true],
    ['is judged where the record masks a secret', { asked: [['Authorization', 'DPoP ‹credentials sha256:1›']] }, true],
    ['is judged where there is a challenge', { asked: [['DPoP', 'a\u0000b']], answered: challenge }, true],
    ['is judged where it names a code', { asked: [['DPoP', 'a\u0000b']], error: 'invalid_request' }, true],
  ] as const satisfies readonly (readonly [string, Seen, boolean])[])('%s', (_, seen, isJudged) => {
    for (const scope of ['proof-refused', 'errors'] as const)
      expect(isInScope(scope, refused({ status: 400, ...seen }))).toBe(isJudged);
  });

  test('a 401 is never that of a container', () => {
    expect(isInScope('errors', refused({ asked: [['DPoP', 'a\u0000b']] }))).toBe(true);
  });
});

import { describe, expect, test } from 'vitest';
import type { Check } from '../suite/checks.ts';
import type { WireResponse } from '../wire/types.ts';
import { evaluate } from './checks.ts';
import { answered, answerOf, holds, jwt } from './verdict.fixture.ts';

describe('token-type', () => {
  const any: Check = { check: 'token-type', is: 'DPoP' };
  const exact: Check = { check: 'token-type', is: 'exactly-DPoP' };
  const issued = (type?: unknown): WireResponse => answered(200, [], { access_token: 'x', token_type: type });
  holds([
    ['DPoP', any, 'token', issued('DPoP'), 'pass'],
    ['in lower case', any, 'token', issued('dpop'), 'pass'],
    ['in lower case, held to the letter', exact, 'token', issued('dpop'), 'breach'],
    ['to the letter', exact, 'token', issued('DPoP'), 'pass'],
    ['Bearer', any, 'token', issued('Bearer'), 'breach'],
    ['no string', any, 'token', issued(1), 'breach'],
    ['none', any, 'introspection', issued(), 'nothing to judge'],
  ]);
});

const jkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';
const bound = { cnf: { jkt } };
const issue = (type: string, claims: object): WireResponse =>
  answered(200, [], { access_token: jwt(claims), token_type: type });
const opaque = answered(200, [], { access_token: 'opaque', token_type: 'DPoP' });

describe('token-type-matches-binding', () => {
  const check: Check = { check: 'token-type-matches-binding' };
  holds([
    ['DPoP and bound', check, 'token', issue('DPoP', bound), 'pass'],
    ['Bearer and not bound', check, 'token', issue('Bearer', {}), 'pass'],
    ['Bearer and bound', check, 'token', issue('Bearer', bound), 'breach'],
    ['DPoP and not bound in itself', check, 'token', issue('DPoP', {}), 'nothing to judge'],
    ['opaque', check, 'token', opaque, 'nothing to judge'],
    [
      'introspected',
      check,
      'introspection',
      answered(200, [], { active: true, token_type: 'Bearer', ...bound }),
      'breach',
    ],
  ]);
});

describe('cnf-jkt', () => {
  const formed: Check = { check: 'cnf-jkt', is: 'well-formed' };
  const own: Check = { check: 'cnf-jkt', is: 'proof-key' };
  const there: Check = { check: 'cnf-jkt', is: 'present' };
  const none: Check = { check: 'cnf-jkt', is: 'absent' };
  const noOther: Check = { check: 'cnf-jkt', is: 'no-other-key' };
  holds([
    ['well formed', formed, 'token', issue('DPoP', bound), 'pass'],
    ['of any key', there, 'token', issue('DPoP', bound), 'pass', { proofJkt: jkt.toLowerCase() }],
    ['of none', there, 'introspection', answered(200, [], { active: true }), 'breach', { proofJkt: jkt }],
    ['of none, and none is claimed', there, 'token', issue('Bearer', {}), 'nothing to judge'],
    ['padded', formed, 'token', issue('DPoP', { cnf: { jkt: `${jkt}=` } }), 'breach'],
    ['no string', formed, 'token', issue('DPoP', { cnf: { jkt: 1 } }), 'breach'],
    ['of the proof key', own, 'token', issue('DPoP', bound), 'pass', { proofJkt: jkt }],
    ['of another key', own, 'token', issue('DPoP', bound), 'breach', { proofJkt: jkt.toLowerCase() }],
    ['without a proof', own, 'token', issue('DPoP', bound), 'nothing to judge'],
    ['missing', own, 'token', issue('DPoP', {}), 'breach', { proofJkt: jkt }],
    ['missing where none is claimed', own, 'token', issue('Bearer', {}), 'nothing to judge', { proofJkt: jkt }],
    [
      'missing in introspection',
      own,
      'introspection',
      answered(200, [], { active: true }),
      'breach',
      { proofJkt: jkt },
    ],
    [
      'missing there, of a server that binds nothing',
      own,
      'introspection',
      answered(200, [], { active: true }),
      'nothing to judge',
      { unbound: true },
    ],
    ['no other key', noOther, 'introspection', answered(200, [], bound), 'pass', { proofJkt: jkt }],
    ['another key', noOther, 'introspection', answered(200, [], bound), 'breach', { proofJkt: 'x' }],
    ['no key', noOther, 'introspection', answered(200, [], { active: true }), 'nothing to judge', { proofJkt: jkt }],
    ['opaque', own, 'token', opaque, 'nothing to judge', { proofJkt: jkt }],
    ['absent', none, 'introspection', answered(200, [], { active: false }), 'pass'],
    ['not absent', none, 'introspection', answered(200, [], { active: false, ...bound }), 'breach'],
  ]);

  test('missing in the token is only a warning where introspection may report it', () => {
    const answer = answerOf('token', issue('DPoP', {}), { introspectable: true });
    expect(evaluate(own, answer)).toEqual({
      ok: false,
      expected: 'cnf.jkt with the thumbprint of the proof key',
      got: 'no cnf.jkt',
      atMost: 'warn',
    });
  });
});

describe('expires-in-at-most', () => {
  const check: Check = { check: 'expires-in-at-most', seconds: 60 };
  holds([
    ['at the limit', check, 'token', answered(200, [], { expires_in: 60 }), 'pass'],
    ['beyond', check, 'token', answered(200, [], { expires_in: 61 }), 'breach'],
    ['not reported', check, 'token', answered(200, [], {}), 'nothing to judge'],
  ]);
});

describe('refresh-token-kept', () => {
  const check: Check = { check: 'refresh-token-kept' };
  const sent = { refreshToken: 'one' };
  holds([
    ['none given', check, 'token', answered(200, [], {}), 'pass', sent],
    ['the same one', check, 'token', answered(200, [], { refresh_token: 'one' }), 'pass', sent],
    ['a new one', check, 'token', answered(200, [], { refresh_token: 'two' }), 'breach', sent],
    ['none sent', check, 'token', answered(200, [], { refresh_token: 'two' }), 'nothing to judge'],
  ]);
});

describe('inactive-is-bare', () => {
  const check: Check = { check: 'inactive-is-bare' };
  const said = (body: object): WireResponse => answered(200, [], body);
  holds([
    ['nothing else', check, 'introspection', said({ active: false }), 'pass'],
    ['its key', check, 'introspection', said({ active: false, cnf: { jkt: 'x' } }), 'breach'],
    ['an active token', check, 'introspection', said({ active: true, cnf: { jkt: 'x' } }), 'nothing to judge'],
    ['no answer of the kind', check, 'introspection', answered(401), 'nothing to judge'],
  ]);
});

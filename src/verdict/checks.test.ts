import { describe, expect, test } from 'vitest';
import type { Check } from '../suite/checks.ts';
import type { Place } from '../suite/schema.ts';
import type { FieldLine, WireResponse } from '../wire/types.ts';
import type { Answer } from './check-result.ts';
import { evaluate } from './checks.ts';
import { answered, answerOf, checked, jwt } from './verdict.fixture.ts';

type Row = readonly [
  what: string,
  check: Check,
  place: Place,
  response: WireResponse,
  verdict: 'pass' | 'breach' | 'nothing to judge',
  known?: Partial<Answer>,
];

const field = (name: string, value: string): FieldLine => [name, value];
const www = (...values: readonly string[]): WireResponse =>
  answered(
    401,
    values.map((value) => field('WWW-Authenticate', value)),
  );

function holds(rows: readonly Row[]): void {
  for (const [what, check, place, response, verdict, known] of rows) {
    test(`${what}: ${verdict}`, () => {
      expect(checked(check, answerOf(place, response, known))[0]).toBe(verdict);
    });
  }
}

describe('status', () => {
  const check: Check = { check: 'status', in: [400, 401] };
  holds([
    ['one of those', check, 'token', answered(401), 'pass'],
    ['another', check, 'token', answered(403), 'breach'],
  ]);
});

describe('error', () => {
  const check: Check = { check: 'error', in: ['invalid_dpop_proof'] };
  holds([
    ['in the body', check, 'token', answered(400, [], { error: 'invalid_dpop_proof' }), 'pass'],
    ['in the challenge', check, 'resource', www('DPoP error="invalid_dpop_proof"'), 'pass'],
    ['another', check, 'token', answered(400, [], { error: 'invalid_request' }), 'breach'],
    ['none', check, 'token', answered(400), 'breach'],
  ]);
});

describe('error-spelling', () => {
  const check: Check = { check: 'error-spelling' };
  holds([
    ['as registered', check, 'token', answered(400, [], { error: 'use_dpop_nonce' }), 'pass'],
    ['otherwise', check, 'token', answered(400, [], { error: 'invalid_DPoP_proof' }), 'breach'],
    ['of another kind', check, 'token', answered(400, [], { error: 'invalid_grant' }), 'nothing to judge'],
    ['none', check, 'token', answered(400), 'nothing to judge'],
  ]);
});

describe('error-json', () => {
  const check: Check = { check: 'error-json' };
  holds([
    ['JSON', check, 'token', answered(400, [], { error: 'x' }), 'pass'],
    [
      'JSON under another type',
      check,
      'token',
      answered(400, [field('Content-Type', 'text/plain')], { error: 'x' }),
      'breach',
    ],
    ['text', check, 'token', answered(400, [field('Content-Type', 'application/json')], 'no'), 'breach'],
    ['an error that is no string', check, 'token', answered(400, [], { error: 1 }), 'breach'],
  ]);
});

describe('no-error-information', () => {
  const check: Check = { check: 'no-error-information' };
  holds([
    ['a bare challenge', check, 'resource', www('DPoP algs="ES256"'), 'pass'],
    ['an error in a challenge', check, 'resource', www('Bearer', 'DPoP error_description="x"'), 'breach'],
  ]);
});

describe('fields', () => {
  const response = answered(200, [field('DPoP-Nonce', 'a'), field('Vary', 'Origin, DPoP')]);
  const twice = answered(200, [field('DPoP-Nonce', 'a'), field('dpop-nonce', 'b')]);
  const nonce = 'dpop-NONCE';
  holds([
    ['present', { check: 'field-present', name: nonce }, 'token', response, 'pass'],
    ['not present', { check: 'field-present', name: nonce }, 'token', answered(200), 'breach'],
    ['absent', { check: 'field-absent', name: nonce }, 'token', answered(200), 'pass'],
    ['not absent', { check: 'field-absent', name: nonce }, 'token', response, 'breach'],
    ['once', { check: 'field-at-most-once', name: nonce }, 'token', response, 'pass'],
    ['twice', { check: 'field-at-most-once', name: nonce }, 'token', twice, 'breach'],
    ['never', { check: 'field-at-most-once', name: nonce }, 'token', answered(200), 'nothing to judge'],
    ['listed', { check: 'field-lists', name: 'Vary', token: 'dpop' }, 'token', response, 'pass'],
    ['not listed', { check: 'field-lists', name: 'Vary', token: 'dp' }, 'token', response, 'breach'],
  ]);
});

describe('nonce-syntax', () => {
  const check: Check = { check: 'nonce-syntax' };
  const nonce = (value: string): WireResponse => answered(200, [field('DPoP-Nonce', value)]);
  holds([
    ['NQCHAR, a comma among them', check, 'token', nonce('a,b!~'), 'pass'],
    ['empty', check, 'token', nonce(''), 'breach'],
    ['a blank', check, 'token', nonce('a b'), 'breach'],
    ['a quote', check, 'token', nonce('"a"'), 'breach'],
    ['a backslash', check, 'token', nonce('a\\'), 'breach'],
    ['beyond ASCII', check, 'token', nonce('ü'), 'breach'],
    ['none', check, 'token', answered(200), 'nothing to judge'],
  ]);
});

describe('exposes', () => {
  const check: Check = { check: 'exposes', name: 'DPoP-Nonce' };
  const cors = (...more: readonly FieldLine[]): WireResponse =>
    answered(200, [field('Access-Control-Allow-Origin', '*'), ...more]);
  const list = (value: string): FieldLine => field('Access-Control-Expose-Headers', value);
  const credentials = field('Access-Control-Allow-Credentials', 'true');
  holds([
    ['by name', check, 'token', cors(list('X, dpop-nonce')), 'pass'],
    ['by *', check, 'token', cors(list('*')), 'pass'],
    ['by * with credentials', check, 'token', cors(list('*'), credentials), 'breach'],
    ['not', check, 'token', cors(), 'breach'],
    ['without CORS', check, 'token', answered(200), 'nothing to judge'],
  ]);
});

describe('not-cacheable', () => {
  const check: Check = { check: 'not-cacheable' };
  const kept = (value: string): WireResponse => answered(200, [field('Cache-Control', value)]);
  holds([
    ['no-store', check, 'resource', kept('no-store'), 'pass'],
    ['private', check, 'resource', kept('max-age=60, Private'), 'pass'],
    ['public', check, 'resource', kept('public, max-age=60'), 'breach'],
    ['nothing said', check, 'resource', answered(200), 'breach'],
    ['a POST', check, 'token', answered(200), 'nothing to judge', { method: 'POST' }],
    ['a refusal', check, 'resource', answered(401), 'nothing to judge'],
  ]);
});

describe('challenges', () => {
  const param: Check = { check: 'challenge-param', scheme: 'DPoP', param: 'algs' };
  const grammar: Check = { check: 'challenge-grammar' };
  const algs: Check = { check: 'algs-well-formed' };
  holds([
    ['scheme, whatever its case', { check: 'challenge', scheme: 'DPoP' }, 'resource', www('Bearer, dpop'), 'pass'],
    ['other scheme', { check: 'challenge', scheme: 'DPoP' }, 'resource', www('Bearer'), 'breach'],
    ['no challenge', { check: 'challenge', scheme: 'DPoP' }, 'resource', answered(401), 'breach'],
    ['parameter', param, 'resource', www('DPoP algs="ES256"'), 'pass'],
    ['no parameter', param, 'resource', www('DPoP'), 'breach'],
    ['parameter of no challenge', param, 'resource', answered(401), 'breach'],
    ['parameter of another scheme', param, 'resource', www('Bearer algs="ES256"'), 'nothing to judge'],
    ['grammar', grammar, 'resource', www('DPoP a="b", c=d'), 'pass'],
    ['bad grammar', grammar, 'resource', www('DPoP a="b" c=d'), 'breach'],
    ['grammar of nothing', grammar, 'resource', answered(401), 'nothing to judge'],
    ['algs', algs, 'resource', www('DPoP algs="ES256 Ed25519"'), 'pass'],
    ['algs with commas', algs, 'resource', www('DPoP algs="ES256,PS256"'), 'breach'],
    ['algs with two blanks', algs, 'resource', www('DPoP algs="ES256  PS256"'), 'breach'],
    ['algs with none', algs, 'resource', www('DPoP algs="ES256 none"'), 'breach'],
    ['algs with a MAC', algs, 'resource', www('DPoP algs="HS256"'), 'breach'],
    ['no algs', algs, 'resource', www('DPoP'), 'nothing to judge'],
  ]);
});

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
  const none: Check = { check: 'cnf-jkt', is: 'absent' };
  holds([
    ['well formed', formed, 'token', issue('DPoP', bound), 'pass'],
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
    ['opaque', own, 'token', opaque, 'nothing to judge', { proofJkt: jkt }],
    ['absent', none, 'introspection', answered(200, [], { active: false }), 'pass'],
    ['not absent', none, 'introspection', answered(200, [], { active: false, ...bound }), 'breach'],
  ]);

  test('missing in the token is only warned of where introspection may tell it', () => {
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
    ['not told', check, 'token', answered(200, [], {}), 'nothing to judge'],
  ]);
});

describe('nothing-fetched', () => {
  const check: Check = { check: 'nothing-fetched' };
  holds([
    ['no visit', check, 'token', answered(400), 'pass', { canaryVisits: 0 }],
    ['a visit', check, 'token', answered(400), 'breach', { canaryVisits: 1 }],
    ['nobody listened', check, 'token', answered(400), 'nothing to judge'],
  ]);
});

describe('JSON documents', () => {
  const member = 'dpop_signing_alg_values_supported';
  const algs: Check = { check: 'json-array-of-algs', member };
  const strong: Check = { check: 'json-no-weak-algs', member };
  const typed = (optional?: boolean): Check => ({
    check: 'json-member',
    member: 'x',
    type: 'boolean',
    ...(optional === undefined ? {} : { optional }),
  });
  const equals: Check = { check: 'json-equals', member: 'x', value: 'DPoP' };
  const issuer: Check = { check: 'json-identifier', member: 'issuer' };
  const doc = (body: object): WireResponse => answered(200, [], body);
  const known = { identifier: 'https://as' };
  holds([
    ['an array of names', algs, 'metadata', doc({ [member]: ['ES256'] }), 'pass'],
    ['a name that nobody registered', algs, 'metadata', doc({ [member]: ['ES256', 'XX256'] }), 'breach'],
    ['a registered name in another case', algs, 'metadata', doc({ [member]: ['es256'] }), 'breach'],
    ['an empty array', algs, 'metadata', doc({ [member]: [] }), 'breach'],
    ['a string of names', algs, 'metadata', doc({ [member]: 'ES256' }), 'breach'],
    ['an array of other things', algs, 'metadata', doc({ [member]: ['ES256', 1] }), 'breach'],
    ['no such member', algs, 'metadata', doc({}), 'nothing to judge'],
    ['strong algorithms', strong, 'metadata', doc({ [member]: ['ES256'] }), 'pass'],
    ['none', strong, 'metadata', doc({ [member]: ['ES256', 'none'] }), 'breach'],
    ['a MAC', strong, 'metadata', doc({ [member]: ['HS512'] }), 'breach'],
    ['no array', strong, 'metadata', doc({}), 'nothing to judge'],
    ['a member of the type', typed(), 'metadata', doc({ x: false }), 'pass'],
    ['of another type', typed(), 'metadata', doc({ x: 'false' }), 'breach'],
    ['missing', typed(), 'metadata', doc({}), 'breach'],
    ['missing, and optional', typed(true), 'metadata', doc({}), 'nothing to judge'],
    ['equal but for case', equals, 'metadata', doc({ x: 'dpop' }), 'pass'],
    ['not equal', equals, 'metadata', doc({ x: true }), 'breach'],
    ['equal to nothing', equals, 'metadata', doc({}), 'nothing to judge'],
    ['the identifier', issuer, 'metadata', doc({ issuer: 'https://as' }), 'pass', known],
    ['another, by a slash', issuer, 'metadata', doc({ issuer: 'https://as/' }), 'breach', known],
    ['an unknown one', issuer, 'metadata', doc({ issuer: 'https://as' }), 'nothing to judge'],
    ['application/json', { check: 'json-content-type' }, 'metadata', doc({}), 'pass'],
    ['another type', { check: 'json-content-type' }, 'metadata', answered(200, [], '{}'), 'breach'],
  ]);
});

test('what was got is cut where it is long', () => {
  const check: Check = { check: 'json-equals', member: 'x', value: 'y' };
  const [, got] = checked(check, answerOf('metadata', answered(200, [], { x: 'z'.repeat(500) })));
  expect(got).toBe(`"${'z'.repeat(156)}…`);
});

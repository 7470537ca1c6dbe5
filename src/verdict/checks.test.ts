import { describe, expect, test } from 'vitest';
import type { Check } from '../suite/checks.ts';
import type { FieldLine, WireResponse } from '../wire/types.ts';
import { answered, answerOf, checked, holds } from './verdict.fixture.ts';

const field = (name: string, value: string): FieldLine => [name, value];
const www = (...values: readonly string[]): WireResponse =>
  answered(
    401,
    values.map((value) => field('WWW-Authenticate', value)),
  );

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
    ['none, where that is another rule', { ...check, whereNamed: true }, 'token', answered(400), 'nothing to judge'],
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
  const proxy = 'Proxy-Authenticate';
  const proxied = answered(407, [field(proxy, 'DPoP algs="ES256"')]);
  holds([
    ['present', { check: 'field-present', name: nonce }, 'token', response, 'pass'],
    ['not present', { check: 'field-present', name: nonce }, 'token', answered(200), 'breach'],
    ['absent', { check: 'field-absent', name: nonce }, 'token', answered(200), 'pass'],
    ['not absent', { check: 'field-absent', name: nonce }, 'token', response, 'breach'],
    ['in place of another', { check: 'field-absent', name: nonce, unlessBeside: 'Age' }, 'token', response, 'breach'],
    ['beside the other', { check: 'field-absent', name: nonce, unlessBeside: nonce }, 'token', response, 'pass'],
    ['with such a challenge', { check: 'field-absent', name: proxy, scheme: 'dpop' }, 'resource', proxied, 'breach'],
    ['with another challenge', { check: 'field-absent', name: proxy, scheme: 'Basic' }, 'resource', proxied, 'pass'],
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

describe('authorization-response', () => {
  const state: Check = { check: 'authorization-response', member: 'state' };
  const iss: Check = { check: 'authorization-response', member: 'iss' };
  const back = (query: string): WireResponse =>
    answered(302, [field('Location', `https://client.example/cb?${query}`)]);
  const known = { state: 'mine', identifier: 'https://as.example' };
  holds([
    ['our state', state, 'authorization', back('code=c&state=mine'), 'pass', known],
    ['another state', state, 'authorization', back('code=c&state=theirs'), 'breach', known],
    ['no state', state, 'authorization', back('code=c'), 'breach', known],
    ['a state nobody asked for', state, 'authorization', back('code=c&state=theirs'), 'nothing to judge'],
    ['no code', state, 'authorization', back('error=access_denied'), 'nothing to judge', known],
    ['the issuer', iss, 'authorization', back('code=c&iss=https%3A%2F%2Fas.example'), 'pass', known],
    ['another issuer', iss, 'authorization', back('code=c&iss=https%3A%2F%2Fas.example%2F'), 'breach', known],
    ['no issuer', iss, 'authorization', back('code=c'), 'nothing to judge', known],
    ['no issuer, though promised', iss, 'authorization', back('code=c'), 'breach', { ...known, issPromised: true }],
    ['an issuer where none is known', iss, 'authorization', back('code=c&iss=x'), 'nothing to judge'],
  ]);
});

describe('no-front-channel-token', () => {
  const check: Check = { check: 'no-front-channel-token' };
  const back = (rest: string): WireResponse => answered(302, [field('Location', `https://client.example/cb${rest}`)]);
  holds([
    ['a code', check, 'authorization', back('?code=c'), 'pass'],
    ['an error', check, 'authorization', back('#error=unsupported_response_type'), 'pass'],
    ['a token in the fragment', check, 'authorization', back('#access_token=t&token_type=Bearer'), 'breach'],
    ['a token behind a query', check, 'authorization', back('?a=b#access_token=t'), 'breach'],
    ['a page', check, 'authorization', answered(400), 'pass'],
  ]);
});

describe('exposed-to', () => {
  const check: Check = { check: 'exposed-to', origin: 'https://app.example' };
  const cors = (...values: readonly string[]): WireResponse =>
    answered(
      200,
      values.map((value) => field('Access-Control-Allow-Origin', value)),
    );
  holds([
    ['to all', check, 'token', cors('*'), 'pass'],
    ['to this origin', check, 'token', cors('https://app.example'), 'pass'],
    ['to another', check, 'token', cors('https://spa.example'), 'breach'],
    ['twice', check, 'token', cors('*', 'https://app.example'), 'breach'],
    ['to none', check, 'token', answered(200), 'breach'],
  ]);
});

describe('preflight-allows', () => {
  const check: Check = {
    check: 'preflight-allows',
    origin: 'https://app.example',
    fields: ['Authorization', 'DPoP'],
  };
  const cors = (value: string, origin = '*'): WireResponse =>
    answered(204, [field('Access-Control-Allow-Origin', origin), field('Access-Control-Allow-Headers', value)]);
  holds([
    ['by name', check, 'resource', cors('content-type, dpop,authorization'), 'pass'],
    ['Authorization by name, the other by *', check, 'resource', cors('Authorization, *'), 'pass'],
    ['by * alone', check, 'resource', cors('*'), 'breach'],
    ['one of them', check, 'resource', cors('Authorization'), 'breach'],
    ['of another origin', check, 'resource', cors('Authorization, DPoP', 'https://spa.example'), 'breach'],
    ['DPoP by *', { ...check, fields: ['DPoP'] }, 'token', cors('*'), 'pass'],
    ['none', check, 'resource', answered(204, [field('Access-Control-Allow-Origin', '*')]), 'breach'],
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
    [
      'a refusal that may be kept',
      check,
      'token',
      answered(400, [field('Cache-Control', 'public, max-age=60')]),
      'breach',
    ],
    [
      'a refusal good for no time',
      check,
      'token',
      answered(400, [field('Cache-Control', 'max-age=0')]),
      'nothing to judge',
    ],
  ]);
});

describe('challenges', () => {
  const param: Check = { check: 'challenge-param', scheme: 'DPoP', param: 'algs' };
  const anywhere: Check = { check: 'challenge-param', param: 'algs' };
  const named: Check = { check: 'challenge-param', scheme: 'DPoP', param: 'algs', whereNamed: true };
  const grammar: Check = { check: 'challenge-grammar' };
  const algs: Check = { check: 'algs-well-formed' };
  holds([
    ['scheme, whatever its case', { check: 'challenge', scheme: 'DPoP' }, 'resource', www('Bearer, dpop'), 'pass'],
    ['other scheme', { check: 'challenge', scheme: 'DPoP' }, 'resource', www('Bearer'), 'breach'],
    ['no challenge', { check: 'challenge', scheme: 'DPoP' }, 'resource', answered(401), 'breach'],
    ['parameter', param, 'resource', www('DPoP algs="ES256"'), 'pass'],
    ['no parameter', param, 'resource', www('DPoP'), 'breach'],
    ['parameter of no challenge', param, 'resource', answered(400), 'breach'],
    ['parameter of a 401 without a challenge', param, 'resource', answered(401), 'nothing to judge'],
    ['parameter of another scheme', param, 'resource', www('Bearer algs="ES256"'), 'nothing to judge'],
    ['parameter of any scheme', anywhere, 'resource', www('Bearer algs="ES256", DPoP'), 'pass'],
    ['parameter of no scheme', anywhere, 'resource', www('Bearer, DPoP'), 'breach'],
    ['parameter of the wrong scheme', named, 'resource', www('Bearer algs="ES256", DPoP'), 'breach'],
    ['parameter that no scheme has, where that is another rule', named, 'resource', www('DPoP'), 'nothing to judge'],
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

describe('nothing-fetched', () => {
  const check: Check = { check: 'nothing-fetched' };
  holds([
    ['no visit', check, 'token', answered(400), 'pass', { canaryVisits: 0 }],
    ['a visit', check, 'token', answered(400), 'breach', { canaryVisits: 1 }],
    ['nobody listened', check, 'token', answered(400), 'nothing to judge'],
  ]);
});

describe('answered-in-time', () => {
  const check: Check = { check: 'answered-in-time' };
  holds([
    ['as quick as usual', check, 'token', answered(400), 'pass', { took: { ms: 8, usualMs: 5 } }],
    ['under a second', check, 'token', answered(400), 'pass', { took: { ms: 900, usualMs: 5 } }],
    ['on a slow server', check, 'token', answered(400), 'pass', { took: { ms: 4000, usualMs: 900 } }],
    ['many times as long', check, 'token', answered(400), 'breach', { took: { ms: 2300, usualMs: 5 } }],
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
  const has = (optional?: boolean): Check => ({
    check: 'json-array-has',
    member,
    value: 'ES256',
    ...(optional === undefined ? {} : { optional }),
  });
  const lacks: Check = { check: 'json-array-lacks', member, value: 'none' };
  const within: Check = { check: 'json-array-within', member, values: ['ES256', 'PS256'] };
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
    ['an array that has the value', has(), 'metadata', doc({ [member]: ['PS256', 'ES256'] }), 'pass'],
    ['an array that has it not', has(), 'metadata', doc({ [member]: ['PS256'] }), 'breach'],
    ['a string that is it', has(), 'metadata', doc({ [member]: 'ES256' }), 'breach'],
    ['no array that could have it', has(), 'metadata', doc({}), 'breach'],
    ['no array, and it may be left out', has(true), 'metadata', doc({}), 'nothing to judge'],
    ['an array without the value', lacks, 'metadata', doc({ [member]: ['ES256'] }), 'pass'],
    ['an array with it', lacks, 'metadata', doc({ [member]: ['ES256', 'none'] }), 'breach'],
    ['no array to lack it', lacks, 'metadata', doc({}), 'nothing to judge'],
    ['an array of some of the values', within, 'metadata', doc({ [member]: ['PS256'] }), 'pass'],
    ['an array of others too', within, 'metadata', doc({ [member]: ['PS256', 'RS256'] }), 'breach'],
    ['no array to be within them', within, 'metadata', doc({}), 'nothing to judge'],
    ['equal but for case', equals, 'metadata', doc({ x: 'dpop' }), 'pass'],
    ['not equal', equals, 'metadata', doc({ x: true }), 'breach'],
    ['equal to nothing', equals, 'metadata', doc({}), 'nothing to judge'],
    ['the identifier', issuer, 'metadata', doc({ issuer: 'https://as' }), 'pass', known],
    ['another, by a slash', issuer, 'metadata', doc({ issuer: 'https://as/' }), 'breach', known],
    ['an unknown one', issuer, 'metadata', doc({ issuer: 'https://as' }), 'nothing to judge'],
    ['application/json', { check: 'json-content-type' }, 'metadata', doc({}), 'pass'],
    ['another type', { check: 'json-content-type' }, 'metadata', answered(200, [], '{}'), 'breach'],
    ['an empty array', { check: 'json-no-empty-arrays' }, 'metadata', answered(200, [], { a: 1, b: [] }), 'breach'],
    [
      'an empty array that is required',
      { check: 'json-no-empty-arrays' },
      'metadata',
      answered(200, [], { response_types_supported: [] }),
      'pass',
    ],
    ['no empty array', { check: 'json-no-empty-arrays' }, 'metadata', answered(200, [], { a: {}, b: [0] }), 'pass'],
  ]);
});

describe('error-status', () => {
  const check: Check = { check: 'error-status' };
  const challenge = [field('WWW-Authenticate', 'DPoP error="invalid_token"')];
  holds([
    ['invalid_token with 401', check, 'resource', answered(401, challenge), 'pass'],
    ['invalid_token with 400', check, 'resource', answered(400, challenge), 'breach'],
    [
      'a code that has no status of its own',
      check,
      'resource',
      www('DPoP error="invalid_request"'),
      'nothing to judge',
    ],
    ['no code', check, 'resource', www('DPoP'), 'nothing to judge'],
    ['invalid_grant with 400', check, 'token', answered(400, [], { error: 'invalid_grant' }), 'pass'],
    ['invalid_grant with 401', check, 'token', answered(401, [], { error: 'invalid_grant' }), 'breach'],
    ['invalid_client', check, 'token', answered(401, [], { error: 'invalid_client' }), 'nothing to judge'],
    ['a demand for a nonce', check, 'token', answered(401, [], { error: 'use_dpop_nonce' }), 'nothing to judge'],
  ]);
});

describe('challenge-metadata', () => {
  const check: Check = { check: 'challenge-metadata' };
  const known = { metadataUrl: 'https://rs.example/.well-known/oauth-protected-resource' };
  holds([
    ['the same', check, 'resource', www(`DPoP resource_metadata="${known.metadataUrl}"`), 'pass', known],
    ['others, in the second challenge', check, 'resource', www('Bearer, DPoP resource_metadata="x"'), 'breach', known],
    ['none named', check, 'resource', www('DPoP'), 'nothing to judge', known],
    ['none known', check, 'resource', www('DPoP resource_metadata="x"'), 'nothing to judge'],
  ]);
});

describe('no-protected-content', () => {
  const check: Check = { check: 'no-protected-content' };
  holds([
    ['an empty answer', check, 'resource', answered(204), 'pass', { protectedText: 'secret' }],
    ['the text', check, 'resource', answered(200, [], { a: 'secret' }), 'breach', { protectedText: 'secret' }],
    ['no text known', check, 'resource', answered(200, [], { a: 'secret' }), 'nothing to judge'],
  ]);
});

test('what was got is cut where it is long', () => {
  const check: Check = { check: 'json-equals', member: 'x', value: 'y' };
  const [, got] = checked(check, answerOf('metadata', answered(200, [], { x: 'z'.repeat(500) })));
  expect(got).toBe(`"${'z'.repeat(156)}…`);
});

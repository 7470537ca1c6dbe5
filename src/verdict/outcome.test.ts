import { describe, expect, test } from 'vitest';
import type { Place } from '../suite/schema.ts';
import type { FieldLine, WireResponse } from '../wire/types.ts';
import { classify, classifyAuthorization, type LawfulAnswer } from './outcome.ts';
import { answered, exchanged } from './verdict.fixture.ts';

const challenge = (value: string): FieldLine => ['WWW-Authenticate', value];
const html: FieldLine = ['Content-Type', 'text/html'];
const json: FieldLine = ['Content-Type', 'application/json'];
const tokenBody = { access_token: 'x', token_type: 'DPoP' };

test('a preflight is granted by any 2xx, whatever its place', () => {
  const classes = (['token', 'par'] as const).map((place) => [
    classify(place, exchanged(answered(204), 'OPTIONS')).class,
    classify(place, exchanged(answered(405), 'OPTIONS')).class,
  ]);
  expect(classes).toEqual([
    ['accepted', 'refused'],
    ['accepted', 'refused'],
  ]);
});

test('an error code that is far too long, or no text, stands in no record as it came', () => {
  const codes = ['x'.repeat(257), '\ud800x'].map(
    (error) => classify('token', exchanged(answered(400, [], { error }))).error,
  );
  expect(codes).toEqual(['a text of 257 characters', '\ufffdx']);
  const type: FieldLine = ['Content-Type', `text/${'x'.repeat(300)}`];
  const lawful = { mediaTypes: new Set(['application/json']) };
  expect(classify('resource', exchanged(answered(200, [type])), lawful).text).toBe(
    '200, but it is a text of 305 characters where the lawful answer is application/json',
  );
});

describe('an answer', () => {
  test.each<readonly [string, Place, WireResponse, string, string]>([
    ['a token', 'token', answered(200, [], tokenBody), 'accepted', '200, token_type DPoP'],
    ['a token without token_type', 'token', answered(200, [], { access_token: 'x' }), 'accepted', '200'],
    [
      'a token beside an error',
      'token',
      answered(200, [], { ...tokenBody, error: 'use_dpop_nonce' }),
      'accepted',
      '200 use_dpop_nonce, token_type DPoP',
    ],
    [
      '200 with an error',
      'token',
      answered(200, [], { error: 'invalid_dpop_proof' }),
      'refused',
      '200 invalid_dpop_proof',
    ],
    [
      '200 with a demand for a nonce',
      'token',
      answered(200, [], { error: 'use_dpop_nonce' }),
      'challenged',
      '200 use_dpop_nonce',
    ],
    ['200 without a token', 'token', answered(200, [], {}), 'unclear', '200, but no access_token in the body'],
    [
      '200 with a page',
      'token',
      answered(200, [html], '<html>blocked</html>'),
      'unclear',
      '200, but no access_token in the body',
    ],
    [
      'a token that is no string',
      'token',
      answered(200, [], { access_token: 1 }),
      'unclear',
      '200, but no access_token in the body',
    ],
    ['400', 'token', answered(400, [], { error: 'invalid_dpop_proof' }), 'refused', '400 invalid_dpop_proof'],
    ['400 without a body', 'token', answered(400), 'refused', '400'],
    ['403 with a page', 'token', answered(403, [html], '<html>'), 'refused', '403'],
    ['a redirect', 'token', answered(302), 'refused', '302'],
    [
      '400 with a demand for a nonce',
      'token',
      answered(400, [], { error: 'use_dpop_nonce' }),
      'challenged',
      '400 use_dpop_nonce',
    ],
    ['429', 'token', answered(429, [], { error: 'use_dpop_nonce' }), 'throttled', '429 use_dpop_nonce'],
    ['503', 'resource', answered(503), 'throttled', '503'],
    ['500', 'token', answered(500), 'crashed', '500'],
    ['501', 'resource', answered(501), 'refused', '501'],
    ['502', 'resource', answered(502), 'crashed', '502'],
    ['a request_uri', 'par', answered(201, [], { request_uri: 'urn:x' }), 'accepted', '201'],
    ['201 with an error', 'par', answered(201, [], { error: 'invalid_request' }), 'refused', '201 invalid_request'],
    ['201 with nothing', 'par', answered(201, [], []), 'unclear', '201, but no request_uri in the body'],
    ['active', 'introspection', answered(200, [], { active: false }), 'accepted', '200'],
    ['no active', 'introspection', answered(200, [], {}), 'unclear', '200, but no boolean "active" in the body'],
    ['metadata', 'metadata', answered(200, [], {}), 'accepted', '200'],
    ['metadata in an array', 'metadata', answered(200, [], []), 'unclear', '200, but the body is not a JSON object'],
    [
      'a page for metadata',
      'resource-metadata',
      answered(200, [html], '<'),
      'unclear',
      '200, but the body is not a JSON object',
    ],
    ['200 of a resource', 'resource', answered(200, [], 'hello'), 'accepted', '200'],
    [
      '401 of a resource',
      'resource',
      answered(401, [challenge('DPoP error="invalid_token"')]),
      'refused',
      '401 invalid_token',
    ],
    [
      'a demand in a challenge',
      'resource',
      answered(401, [challenge('Bearer, DPoP error="use_dpop_nonce"')]),
      'challenged',
      '401 use_dpop_nonce',
    ],
    [
      'a demand in JSON only',
      'resource',
      answered(401, [json], { error: 'use_dpop_nonce' }),
      'challenged',
      '401 use_dpop_nonce',
    ],
    [
      'a challenge that goes before JSON',
      'resource',
      answered(401, [challenge('DPoP error="invalid_token"')], { error: 'x' }),
      'refused',
      '401 invalid_token',
    ],
    [
      'a Bearer challenge only',
      'resource',
      answered(401, [challenge('Bearer error="invalid_token"')]),
      'refused',
      '401 invalid_token',
    ],
    [
      'an error named with 200',
      'resource',
      answered(200, [], { error: 'invalid_token' }),
      'unclear',
      '200 invalid_token, but it names an error',
    ],
    ['an error of another kind', 'resource', answered(200, [], { error: 'none' }), 'accepted', '200 none'],
  ])('%s at %s', (_, place, response, kind, text) => {
    const { class: found, text: said } = classify(place, exchanged(response));
    expect([found, said]).toEqual([kind, text]);
  });

  test.each<readonly [string, WireResponse, LawfulAnswer, string]>([
    ['the content wanted', answered(200, [], 'secret'), { contains: 'secret' }, '200'],
    ['other content', answered(200, [], 'login'), { contains: 'secret' }, '200, but the body lacks "secret"'],
    [
      'the content wanted, error or not',
      answered(200, [], { error: 'invalid_token', x: 'secret' }),
      { contains: 'secret' },
      '200 invalid_token',
    ],
    ['the media type wanted', answered(200, [], {}), { mediaTypes: new Set(['application/json']) }, '200'],
    [
      'another media type',
      answered(200, [html], ''),
      { mediaTypes: new Set(['application/json']) },
      '200, but it is text/html where the lawful answer is application/json',
    ],
    [
      'no media type',
      answered(200),
      { mediaTypes: new Set(['text/plain']) },
      '200, but it is of no media type where the lawful answer is text/plain',
    ],
    [
      'a media type where there is none',
      answered(200, [html], ''),
      { mediaTypes: new Set(['']) },
      '200, but it is text/html where the lawful answer is of none',
    ],
  ])('of a resource: %s', (_, response, lawful, text) => {
    expect(classify('resource', exchanged(response), lawful).text).toBe(text);
  });

  test('to HEAD has no content to look at', () => {
    expect(classify('resource', exchanged(answered(200), 'HEAD'), { contains: 'secret' }).class).toBe('accepted');
  });

  test('that did not come says why', () => {
    const { response: _, ...silent } = exchanged(answered(200));
    expect(classify('token', { ...silent, failure: { kind: 'reset', message: 'gone' } })).toEqual({
      class: 'failed',
      text: 'reset: gone',
    });
    expect(classify('token', silent)).toEqual({ class: 'failed', text: 'no answer' });
  });
});

describe('the end of an authorization flow', () => {
  const redirect = exchanged(answered(302, [['Location', 'http://127.0.0.1:1/cb']]));

  test('a code is the lawful answer', () => {
    expect(classifyAuthorization(redirect, { code: 'c-1' })).toEqual({
      class: 'accepted',
      status: 302,
      text: '302, a code',
    });
  });

  test('an error response is a refusal with its code', () => {
    expect(classifyAuthorization(redirect, { error: 'invalid_request' })).toEqual({
      class: 'refused',
      status: 302,
      error: 'invalid_request',
      text: '302 invalid_request',
    });
  });

  test('an error page is a refusal too, with a code where the page is JSON', () => {
    const page = exchanged(answered(400, [html], '<h1>Sorry</h1>'));
    const body = exchanged(answered(400, [], { error: 'invalid_request_uri' }));
    expect([page, body].map((exchange) => classifyAuthorization(exchange, {}).text)).toEqual([
      '400, an error page',
      '400 invalid_request_uri',
    ]);
  });
});

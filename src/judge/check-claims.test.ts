import { describe, expect, test } from 'vitest';
import { asRequest, asUrl, context, now, proof, verdict } from './judge.fixture.ts';
import type { JudgeContext } from './types.ts';

const judged = (payload: Record<string, unknown>, change: Partial<JudgeContext> = {}): readonly string[] =>
  verdict(asRequest(proof({ payload })), change);

describe('required claims', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['all there', {}, []],
    ['no jti', { jti: undefined }, ['must RFC9449-4.3-03a']],
    ['no htm', { htm: undefined }, ['must RFC9449-4.3-03b']],
    ['no htu', { htu: undefined }, ['must RFC9449-4.3-03c']],
    ['no iat', { iat: undefined }, ['must RFC9449-4.3-03d']],
    ['an empty jti', { jti: '' }, ['should RFC9449-4.3-03f']],
    ['a jti of 64 octets', { jti: 'j'.repeat(64) }, []],
    ['a longer jti', { jti: 'j'.repeat(65) }, ['may RFC9449-11.1-04']],
    ['a jti with a blank', { jti: 'a b' }, ['may PM-ROBUST']],
    ['an unknown claim', { x: 1 }, ['liberty RFC7519-4-01']],
    ['a claim that others know', { aud: 'x' }, ['may RFC7519-4-01']],
    ['an unknown claim that looks like an attack', { x: '${7*7}' }, ['may RFC7519-4-01']],
    ['a deep claim', { x: [[[[[[[[]]]]]]]] }, ['may PM-ROBUST', 'may RFC7519-4-01']],
    ['ath at the authorization server', { ath: 'x' }, ['may RFC7519-4-01']],
  ])('%s', (_, payload, expected) => {
    expect(judged(payload)).toEqual(expected);
  });
});

describe('claims of the wrong type', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['jti as a number', { jti: 1 }, ['should RFC9449-4.3-03e']],
    ['jti null', { jti: null }, ['should RFC9449-4.3-03e']],
    ['iat as digits', { iat: String(now) }, ['should RFC9449-4.3-03e']],
    ['iat as digits of long ago', { iat: '1' }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-11a']],
    ['iat in a list', { iat: [now] }, ['should RFC9449-4.3-03e']],
    ['iat in a list of two', { iat: [now, now] }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-11a']],
    ['iat as a word', { iat: 'now' }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-11a']],
    ['iat true', { iat: true }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-11a']],
    ['htm in a list', { htm: ['POST'] }, ['should RFC9449-4.3-03e']],
    ['htm null', { htm: null }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-08a']],
    ['htu in a list', { htu: [asUrl] }, ['should RFC9449-4.3-03e']],
    ['htu in a list of two', { htu: ['x', asUrl] }, ['should RFC9449-4.3-03e']],
    ['htu as an object', { htu: {} }, ['should RFC9449-4.3-03e', 'must RFC9449-4.3-09a']],
  ])('%s', (_, payload, expected) => {
    expect(judged(payload)).toEqual(expected);
  });
});

describe('htm', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['the method', 'POST', 'POST', []],
    ['another method', 'PUT', 'POST', ['must RFC9449-4.3-08a']],
    ['blanks around it', ' POST', 'POST', ['should RFC9449-4.3-08a']],
    ['letters that fold to it', '\uff30OST', 'POST', ['should RFC9449-4.3-08a']],
    ['other case', 'post', 'POST', ['should RFC9449-4.3-08b']],
    ['GET for HEAD', 'GET', 'HEAD', ['may RFC9449-4.3-08a']],
    ['POST for HEAD', 'POST', 'HEAD', ['must RFC9449-4.3-08a']],
    ['PUT for GET', 'PUT', 'GET', ['must RFC9449-4.3-08a']],
  ])('%s', (_, htm, method, expected) => {
    expect(verdict({ ...asRequest(proof({ payload: { htm } })), method })).toEqual(expected);
  });
});

const ladder: readonly [string, number, readonly string[]][] = [
  ['a year old', -365 * 86_400, ['must RFC9449-4.3-11a']],
  ['a day old', -86_400, ['should RFC9449-4.3-11b']],
  ['an hour old', -3600, ['should RFC9449-4.3-11b']],
  ['half an hour old', -1800, ['may RFC9449-4.3-11b']],
  ['11 seconds old', -11, ['may RFC9449-4.3-11b']],
  ['10 seconds old', -10, ['may RFC9449-4.3-11d']],
  ['a second old', -1, []],
  ['of now', 0, []],
  ['a second ahead', 1, ['may RFC9449-11.1-05']],
  ['2 seconds ahead', 2, ['may RFC9449-11.1-05']],
  ['half an hour ahead', 1800, ['may RFC9449-11.1-05']],
  ['an hour ahead', 3600, ['should RFC9449-4.3-11c']],
  ['a day ahead', 86_400, ['must RFC9449-4.3-11f']],
  ['in milliseconds', now * 1000, ['must RFC9449-4.3-11f']],
  ['half a second old', -0.5, ['may RFC9449-4.3-11e']],
];

describe('iat', () => {
  test.each(ladder)('%s', (_, plus, expected) => {
    expect(judged({ iat: now + plus })).toEqual(expected);
  });

  test.each(ladder)('%s, with a nonce the server would take', (_, plus, expected) => {
    const tolerated = plus === -0.5 || expected.length === 0 ? expected : ['may RFC9449-11.1-06'];
    expect(judged({ iat: now + plus, nonce: 'n1' }, { nonces: new Set(['n1']) })).toEqual(tolerated);
  });

  test.each(ladder)('%s, with a nonce the server gave out without demanding any', (_, plus, expected) => {
    const unasked = ['may RFC9449-8-17'];
    const tolerated = plus === -0.5 || expected.length === 0 ? expected : ['may RFC9449-11.1-06'];
    const verdicts = judged({ iat: now + plus, nonce: 'n1' }, { offeredNonces: new Set(['n1']) });
    expect(verdicts).toEqual([...tolerated, ...unasked]);
  });

  test('a nonce does not stand in for a missing iat', () => {
    expect(judged({ iat: undefined, nonce: 'n1' }, { nonces: new Set(['n1']) })).toEqual(['must RFC9449-4.3-03d']);
  });
});

describe('exp and nbf', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['sensible', { exp: now + 300, nbf: now - 300 }, ['liberty RFC7519-4.1.4-02', 'liberty RFC7519-4.1.4-02']],
    ['exp past', { exp: now - 600 }, ['should RFC7519-4.1.4-01']],
    ['exp just past', { exp: now - 5 }, ['may RFC7519-4.1.4-01']],
    ['exp past by the leeway', { exp: now - 60 }, ['may RFC7519-4.1.4-01']],
    ['exp past by more', { exp: now - 66 }, ['should RFC7519-4.1.4-01']],
    ['exp ahead by the leeway', { exp: now + 60 }, ['may RFC7519-4.1.4-01']],
    ['exp ahead by more', { exp: now + 61 }, ['liberty RFC7519-4.1.4-02']],
    ['exp as text', { exp: 'tomorrow' }, ['may RFC7519-4.1.4-01']],
    ['nbf ahead', { nbf: now + 3600 }, ['should RFC7519-4.1.5-01']],
    ['nbf of now', { nbf: now }, ['may RFC7519-4.1.5-01']],
  ])('%s', (_, payload, expected) => {
    expect(judged(payload)).toEqual(expected);
  });
});

describe('nonce', () => {
  const demanded = { nonces: new Set(['n1', '7']) };
  test.each<[string, Record<string, unknown>, Partial<JudgeContext>, readonly string[]]>([
    ['the right one', { nonce: 'n1' }, demanded, []],
    ['none', {}, demanded, ['must RFC9449-11.3-01']],
    ['another', { nonce: 'n2' }, demanded, ['must RFC9449-4.3-10']],
    ['an empty one', { nonce: '' }, demanded, ['must RFC9449-4.3-10']],
    ['null', { nonce: null }, demanded, ['must RFC9449-4.3-10']],
    ['a number of the same digits', { nonce: 7 }, demanded, ['should RFC9449-4.3-10']],
    ['one that was never asked for', { nonce: 'n1' }, {}, ['may RFC9449-8-17']],
  ])('%s', (_, payload, change, expected) => {
    expect(judged(payload, change)).toEqual(expected);
  });
});

describe('a jti seen before', () => {
  test.each<[string, string, readonly string[]]>([
    ['at this URI', asUrl, ['should RFC9449-11.1-02']],
    ['at this URI with a query', `${asUrl}?x=1`, ['should RFC9449-11.1-02']],
    ['at this URI, spelled otherwise', 'HTTPS://AS.example.com:443/x/../token', ['should RFC9449-11.1-02']],
    ['at another URI', 'https://as.example.com/par', ['may RFC9449-11.1-03']],
    ['at no URI', '', ['may RFC9449-11.1-03']],
  ])('%s', (_, url, expected) => {
    expect(judged({ jti: 'j1' }, { ...context, seen: [{ jti: 'j1', url }] })).toEqual(expected);
  });

  test('does not matter to another jti', () => {
    expect(judged({ jti: 'j2' }, { seen: [{ jti: 'j1', url: asUrl }] })).toEqual([]);
  });
});

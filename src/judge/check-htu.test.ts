import { describe, expect, test } from 'vitest';
import { asRequest, proof, verdict } from './judge.fixture.ts';
import type { JudgedRequest } from './types.ts';

const judged = (htu: string, url: string, fields: JudgedRequest['fields'] = []): readonly string[] => {
  const request = asRequest(proof({ payload: { htu } }));
  return verdict({ ...request, url, fields: [...request.fields, ...fields] });
};

const url = 'https://as.example.com/a/token';

describe('htu names another URI', () => {
  test.each<[string, readonly string[]]>([
    [url, []],
    ['https://as.example.com/a/other', ['must RFC9449-4.3-09a']],
    ['https://as.example.com/a/token/x', ['must RFC9449-4.3-09a']],
    ['https://as.example.com/a%2Ftoken%2Fx', ['must RFC9449-4.3-09a']],
    ['https://other.example/a/token', ['must RFC9449-4.3-09b']],
    ['https://as.example.com.evil.example/a/token', ['must RFC9449-4.3-09b']],
    ['http://as.example.com/a/token', ['must RFC9449-4.3-09c']],
    ['https://as.example.com:8444/a/token', ['must RFC9449-4.3-09d']],
    ['https://as.example.com:80/a/token', ['must RFC9449-4.3-09d']],
    ['https://other.example:8444/b', ['must RFC9449-4.3-09b', 'must RFC9449-4.3-09d', 'must RFC9449-4.3-09a']],
    ['/a/token', ['must RFC9449-4.3-09e']],
    ['//as.example.com/a/token', ['must RFC9449-4.3-09e']],
    ['https://as.example.com', ['must RFC9449-4.3-09e']],
    ['https://as.example.com/a', ['must RFC9449-4.3-09e']],
    ['https://as.example.com/a/../..', ['must RFC9449-4.3-09e']],
    ['*', ['must RFC9449-4.3-09e']],
    ['', ['must RFC9449-4.3-09e']],
    ['https://[', ['must RFC9449-4.3-09e']],
    ['urn:x', ['must RFC9449-4.3-09e']],
  ])('%s', (htu, expected) => {
    expect(judged(htu, url)).toEqual(expected);
  });
});

describe('htu is equal after normalisation', () => {
  test.each<[string, string, readonly string[]]>([
    ['HTTPS://as.example.com/a/token', url, ['liberty RFC9449-4.3-13a']],
    ['https://AS.example.com/a/token', url, ['liberty RFC9449-4.3-13a']],
    [url, 'https://AS.example.com/a/token', ['liberty RFC9449-4.3-13a']],
    ['https://as.example.com:443/a/token', url, ['liberty RFC9449-4.3-13b']],
    ['https://as.example.com:/a/token', url, ['liberty RFC9449-4.3-13b']],
    ['http://localhost/t', 'http://localhost:80/t', ['liberty RFC9449-4.3-13b']],
    ['https://as.example.com/%61/token', url, ['liberty RFC9449-4.3-13c']],
    ['https://h/%7euser', 'https://h/~user', ['liberty RFC9449-4.3-13c']],
    ['https://h/a%2fb', 'https://h/a%2Fb', ['liberty RFC9449-4.3-13c']],
    ['https://as.example.com/x/../a/./token', url, ['liberty RFC9449-4.3-13d']],
    ['https://as.example.com/x/%2e%2E/a/token', url, ['liberty RFC9449-4.3-13c', 'liberty RFC9449-4.3-13d']],
    ['https://h/a/b/..', 'https://h/a/', ['liberty RFC9449-4.3-13d']],
    ['https://h/a/.', 'https://h/a/', ['liberty RFC9449-4.3-13d']],
    ['https://h/..', 'https://h/', ['liberty RFC9449-4.3-13d']],
    ['https://h', 'https://h/', ['liberty RFC9449-4.3-13e']],
    ['HTTP://H:80', 'http://h/', ['liberty RFC9449-4.3-13a', 'liberty RFC9449-4.3-13b', 'liberty RFC9449-4.3-13e']],
    ['http://[::1]:8080/t', 'http://[::1]:8080/t', []],
    ['https://h/a%40b', 'https://h/a%40b', []],
    ['https://h/x/../a', 'https://h/x/../a', []],
  ])('%s for %s', (htu, requested, expected) => {
    expect(judged(htu, requested)).toEqual(expected);
  });
});

describe('htu is equal to a lenient reader only', () => {
  test.each<[string, string, readonly string[]]>([
    ['https://as.example.com/A/TOKEN', url, ['should RFC9449-4.3-09h']],
    ['https://as.example.com/a/token/', url, ['should RFC9449-4.3-09h']],
    ['https://as.example.com:443/A/token/', url, ['should RFC9449-4.3-09h']],
    [' https://as.example.com/a/token', url, ['may RFC9449-4.3-09h']],
    ['https://as.example.com//a/token', url, ['should RFC9449-4.3-09h']],
    ['https://\uff41s.example.com/a/token', url, ['may RFC9449-4.3-09j']],
    ['https://as.example.com/\uff41/token', url, ['should RFC9449-4.3-09h']],
    ['https://as.example.com/\u0430/token', url, ['must RFC9449-4.3-09e']],
    ['https://\u0430s.example.com/a/token', url, ['must RFC9449-4.3-09e']],
    ['https://as.example.com./a/token', url, ['may RFC9449-4.3-09b']],
    ['https:\\\\as.example.com\\a\\token', url, ['should RFC9449-4.3-09h']],
    ['http://127.1/t', 'http://127.0.0.1/t', ['should RFC9449-4.3-09h']],
    ['http://[0:0:0:0:0:0:0:1]/t', 'http://[::1]/t', ['should RFC9449-4.3-09h']],
    ['https://as.example.com:0443/a/token', url, ['should RFC9449-4.3-09h']],
    ['https://h/é', 'https://h/%C3%A9', ['should RFC9449-4.3-09h']],
    ['https://h/a@b', 'https://h/a%40b', ['may RFC9449-4.3-13c']],
    ['https://h/a/b', 'https://h/a%2Fb', ['may RFC9449-4.3-13c']],
    ['https://h:444/a@b', 'https://h/a%40b', ['must RFC9449-4.3-09d', 'must RFC9449-4.3-09a']],
  ])('%s for %s', (htu, requested, expected) => {
    expect(judged(htu, requested)).toEqual(expected);
  });
});

describe('parts that are not compared', () => {
  test.each<[string, string, readonly string[]]>([
    [url, `${url}?x=1#y`, []],
    [`${url}?x=1`, `${url}?x=1`, ['may RFC9449-4.3-09g']],
    [`${url}#y`, url, ['may RFC9449-4.3-09g']],
    [`${url}?`, url, ['may RFC9449-4.3-09g']],
    ['https://u:p@as.example.com/a/token', url, ['may RFC9449-4.3-09j']],
    ['https://as.example.com@evil.example/a/token', url, ['must RFC9449-4.3-09b']],
  ])('%s for %s', (htu, requested, expected) => {
    expect(judged(htu, requested)).toEqual(expected);
  });
});

describe('Host', () => {
  const foreign = 'https://other.example/a/token';
  test.each<[string, string, [name: string, value: string], readonly string[]]>([
    ['that agrees changes nothing', url, ['Host', 'AS.example.com:443'], []],
    ['of another name lets a server go by it', foreign, ['Host', 'other.example'], ['may RFC9449-4.3-09b']],
    ['of another name lets a server refuse', url, ['Host', 'other.example'], ['may RFC9449-4.3-09b']],
    [
      'of another name excuses no third one',
      'https://third.example/a/token',
      ['Host', 'other.example'],
      ['must RFC9449-4.3-09b', 'may RFC9449-4.3-09b'],
    ],
    [
      'with a path is no excuse',
      foreign,
      ['Host', 'other.example/a/token?'],
      ['must RFC9449-4.3-09b', 'may RFC9449-4.3-09b'],
    ],
    ['X-Forwarded-Host is no excuse', foreign, ['X-Forwarded-Host', 'other.example'], ['must RFC9449-4.3-09b']],
  ])('%s', (_, htu, field, expected) => {
    expect(judged(htu, url, [field])).toEqual(expected);
  });
});

import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cpuMs } from '../cpu-time.fixture.ts';
import { Transcript } from '../record/transcript.ts';
import { withoutDividers } from './plain-views.ts';
import { cutMark } from './allowance.ts';
import { divisions, encodings, wrapped } from './encodings.fixture.ts';
import { maskOf, maskText } from './mask.ts';
import { createRedactor } from './redact.ts';
import type { FieldLine, WireExchange } from './types.ts';

const masked = (label: string, secret: string): string => maskText(maskOf(secret, label));

const startedAt = Date.UTC(2030, 0, 1);

test('the secrets of a registered client are masked wherever its registration is answered', () => {
  const secrets = {
    client_secret: 'cs-0123456789',
    registration_access_token: 'rat-0123456789',
    registration_client_uri: 'https://t.example/register/0123456789',
  };
  const answer = JSON.stringify({ client_id: 'c-1', ...secrets, software_statement: 'a.b.c' });
  const { response } = createRedactor().transcript(exchange({ answer }));
  expect(JSON.parse(response?.body ?? '')).toEqual({
    client_id: 'c-1',
    ...Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, masked(name, secret)])),
    software_statement: masked('software_statement', 'a.b.c'),
  });
});

type Parts = { url?: string; fields?: FieldLine[]; body?: string; answer?: string; answerFields?: FieldLine[] };

function exchange({
  url = 'http://t.example/',
  fields = [],
  body,
  answer = '',
  answerFields = [],
}: Parts): WireExchange {
  return {
    request: { method: 'POST', url, fields, ...(body !== undefined && { body }) },
    response: { status: 200, fields: answerFields, body: answer, bodyBytes: answer.length },
    startedAt,
    firstByteMs: 1.23456,
    totalMs: 2,
  };
}

const show = (parts: Parts, redactor = createRedactor()): Transcript => redactor.transcript(exchange(parts));

describe('a transcript', () => {
  test('masks what stands where secrets stand, even if it was not added', () => {
    const transcript = show({
      url: 'http://t.example/cb?state=s&code=Splx10-BeZ&iss=i',
      fields: [
        ['aUTHORIZATION', 'DPoP  tok-1'],
        ['Proxy-Authorization', 'Basic dTpw'],
        ['Authorization', 'lonely-token'],
        ['Authorization', 'DPoP'],
        ['Cookie', 'sid=abc; theme=; other=x=y'],
        ['DPoP', 'eyJ.eyJ.sig'],
      ],
      body: 'grant_type=refresh_token&refresh_token=r%2F1&code_verifier=v&request_uri=urn:x',
      answer:
        '{"access_token":"a\\u002fb","token_type":"DPoP","refresh_token" : "r/1","code":"invalid_token","expires_in":1}',
      answerFields: [
        ['Set-Cookie', 'sid=abc; Path=/; HttpOnly'],
        ['Location', 'http://t.example/#access_token=a/b&x=1'],
        ['DPoP-Nonce', 'n-1'],
      ],
    });
    expect(transcript).toEqual({
      request: {
        method: 'POST',
        url: `http://t.example/cb?state=s&code=${masked('code', 'Splx10-BeZ')}&iss=i`,
        fields: [
          ['aUTHORIZATION', `DPoP  ${masked('credentials', 'tok-1')}`],
          ['Proxy-Authorization', `Basic ${masked('basic credentials', 'dTpw')}`],
          ['Authorization', masked('credentials', 'lonely-token')],
          ['Authorization', 'DPoP'],
          ['Cookie', `sid=${masked('cookie', 'abc')}; theme=; other=${masked('cookie', 'x=y')}`],
          ['DPoP', 'eyJ.eyJ.sig'],
        ],
        body:
          `grant_type=refresh_token&refresh_token=${masked('refresh_token', 'r/1')}` +
          `&code_verifier=${masked('code_verifier', 'v')}&request_uri=${masked('request_uri', 'urn:x')}`,
      },
      response: {
        status: 200,
        fields: [
          ['Set-Cookie', `sid=${masked('cookie', 'abc')}; Path=/; HttpOnly`],
          ['Location', `http://t.example/#access_token=${masked('access_token', 'a/b')}&x=1`],
          ['DPoP-Nonce', 'n-1'],
        ],
        body:
          `{"access_token":"${masked('access_token', 'a/b')}","token_type":"DPoP",` +
          `"refresh_token" : "${masked('refresh_token', 'r/1')}","code":"invalid_token","expires_in":1}`,
        bodyBytes: 109,
      },
      startedAt: '2030-01-01T00:00:00.000Z',
      firstByteMs: 1.235,
      totalMs: 2,
    });
    expect(Transcript.parse(transcript)).toEqual(transcript);
  });

  test('gives one secret one name and one fingerprint wherever it stands', () => {
    const redactor = createRedactor();
    redactor.add('access/token+1', 'access token');
    const mask = masked('access token', 'access/token+1');
    const { request, response } = show(
      {
        url: 'http://t.example/?q=access%2ftoken%2b1',
        fields: [['Authorization', 'DPoP access/token+1']],
        body: 'access_token=access%2Ftoken%2B1',
        answer: '{"access_token":"access\\/token+1"} and access/token+1',
      },
      redactor,
    );
    expect([request.url, request.fields[0]?.[1], request.body, response?.body]).toEqual([
      `http://t.example/?q=${mask}`,
      `DPoP ${mask}`,
      `access_token=${mask}`,
      `{"access_token":"${mask}"} and ${mask}`,
    ]);
  });

  test('holds no secret in any form, wherever and however it was sent', () => {
    const secret = fc.string({ minLength: 12, maxLength: 60, unit: 'grapheme' });
    const around = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(secret, around, around, (value, before, after) => {
        const redactor = createRedactor();
        redactor.add(value, 'client secret');
        const form = new URLSearchParams([['', value]]).toString().slice(1);
        const forms = [value, encodeURIComponent(value), form, JSON.stringify(value)];
        for (const sent of forms) {
          const basic = Buffer.from(`${before}:${sent}`).toString('base64');
          const segment = Buffer.from(`${before}${sent}${after}`).toString('base64url');
          const text = `${before}${sent}${after}`;
          const json = JSON.stringify(
            show(
              {
                url: text,
                fields: [['X', text]],
                body: text,
                answer: `${text} ${basic} ${segment}`,
                answerFields: [[text, text]],
              },
              redactor,
            ),
          );
          for (const leak of forms) expect(json).not.toContain(JSON.stringify(leak).slice(1, -1));
          // At most two characters at either end are shared with the text beside it, and stay.
          expect(json).not.toContain(Buffer.from(value).toString('base64').slice(4, -4));
          expect(json).not.toContain(segment);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('holds no secret in any encoding of an encoding that servers use', () => {
    const unit = fc.constantFrom(...Array.from('abcXYZ0189-._~!$&()*+;=:@/?%<>|^`{}\\ ü€😀'));
    const secret = fc
      .string({ minLength: 12, maxLength: 40, unit })
      .filter((value) => value.trim() === value && withoutDividers(value).length >= 10);
    const layers = fc.array(fc.constantFrom(...Object.keys(encodings)), { maxLength: 2 });
    const division = fc.constantFrom(...Object.keys(divisions));
    fc.assert(
      fc.property(secret, division, layers, (value, how, names) => {
        // A division inside what it divides by, or beside an escape, cannot be seen from outside.
        fc.pre(how === 'not divided' || !/[\\ +&%]/.test(value));
        const redactor = createRedactor();
        redactor.add(value, 'client secret');
        const divided = divisions[how]?.(value) ?? value;
        const sent = names.reduce((text, name) => encodings[name]?.(text) ?? text, divided);
        const { response } = show({ answer: `[x] ${sent} [y]`, answerFields: [['X', `[x] ${sent} [y]`]] }, redactor);
        const whole = /^\[x\] [^]{0,3}‹client secret #[0-9a-f]{8}›[^]{0,10} \[y\]$/;
        expect([response?.body, response?.fields[0]?.[1]]).toEqual([
          expect.stringMatching(whole),
          expect.stringMatching(whole),
        ]);
      }),
      { numRuns: 1500 },
    );
  });

  test('holds no secret in base64 or hex, in lines or members too', () => {
    const redactor = createRedactor();
    const value = 'correct/horse+battery staple';
    redactor.add(value, 'client secret');
    const base64 = Buffer.from(`user:${value}:x`).toString('base64');
    const hex = Buffer.from(value).toString('hex');
    const forms = [base64, base64.replaceAll('+', '-').replaceAll('/', '_'), hex, hex.toUpperCase()];
    const dividers = ['', '\n', '\r\n ', '\\r\\n', '\\n', '","', '%0D%0A', '&#10;'];
    for (const [form, by] of forms.flatMap((one) => dividers.map((divider) => [one, divider] as const))) {
      const shown = show({ answer: `<${wrapped(form, by)}>` }, redactor).response?.body ?? '';
      expect(shown).toMatch(/^<(dXNlcj[^‹]{0,12})?‹client secret #[0-9a-f]{8}›[^›]{0,16}>$/);
    }
  });

  test('knows cookies and request URIs again in a path', () => {
    const redactor = createRedactor();
    const [cookie, requestUri] = ['s3ss10n-0f-th3-us3r', 'urn:example:7f3c9a'];
    show(
      { answerFields: [['Set-Cookie', `sid=${cookie}; Path=/`]], answer: `{"request_uri":"${requestUri}"}` },
      redactor,
    );
    const path = `http://t.example/${encodeURIComponent(requestUri)}/`;
    expect(show({ url: `${path}${cookie}` }, redactor).request.url).toBe(
      `http://t.example/${masked('request_uri', requestUri)}/${masked('cookie', cookie)}`,
    );
  });

  test('cuts bodies and field values after masking, so that no half secret stays at the cut', () => {
    const redactor = createRedactor();
    redactor.add('0123456789abcdef', 'code');
    const body = `${'x'.repeat(8190)}0123456789abcdef${'y'.repeat(1000)}`;
    const shown = show({ body, fields: [['X', 'z'.repeat(20_000)]] }, redactor).request;
    expect(shown.body).toBe(`${'x'.repeat(8190)}${masked('code', '0123456789abcdef')}\n${cutMark(1000, body)}`);
    expect(shown.fields[0]?.[1]).toBe(`${'z'.repeat(16_384)}\n${cutMark(3616, 'z'.repeat(20_000))}`);
    const tokens = Array.from({ length: 2000 }, () => '0123456789abcdef').join('');
    expect(show({ body: tokens }, redactor).request.body).not.toContain('0123');
    const open = `{"access_token":"${'t'.repeat(20_000)}`;
    expect(show({ answer: open }).response?.body).not.toContain('tt');
  });

  test('keeps control characters as data and replaces lone surrogates', () => {
    expect(show({ answer: 'a\0\x1b[31m\ud800b' }).response?.body).toBe('a\0\x1b[31m\ufffdb');
  });

  test('shows everything when unmasked', () => {
    const redactor = createRedactor({ unmasked: true });
    redactor.add('access/token+1', 'access token');
    const { request } = show({ fields: [['Authorization', 'DPoP access/token+1']], body: 'code=c' }, redactor);
    expect([request.fields[0]?.[1], request.body]).toEqual(['DPoP access/token+1', 'code=c']);
    expect(redactor.text('access/token+1')).toBe('access/token+1');
  });
});

describe('a text', () => {
  test('is masked where an added secret stands, also inside a proof', () => {
    const redactor = createRedactor();
    const d = 'tqDVCzfJg1lBVVIcUgBNRh8_8f9AbQrGz2wm8vl0HGo';
    redactor.add(d, 'private key');
    const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', jwk: { kty: 'EC', d } })).toString('base64url');
    const shown = redactor.text(`${header}.e30.c2ln`);
    expect(shown).toMatch(/^eyJ[\w-]+‹private key #[0-9a-f]{8}›[\w-]+\.e30\.c2ln$/);
    expect(redactor.text('access_token=not-added')).toBe('access_token=not-added');
  });

  test('short secrets are masked as whole words', () => {
    const redactor = createRedactor();
    redactor.add('admin', 'password');
    expect(redactor.text('admin=admin administrator x-admin')).toBe(
      `${masked('password', 'admin')}=${masked('password', 'admin')} administrator x-admin`,
    );
  });

  test('overlapping secrets are masked together, the longer one naming them', () => {
    const redactor = createRedactor();
    redactor.add('abcdefghij', 'short');
    redactor.add('efghijklmnopq', 'long');
    expect(redactor.text('-abcdefghijklmnopq-')).toBe(`-${masked('long', 'efghijklmnopq')}-`);
  });

  test('JSON of any depth is masked string by string', () => {
    const redactor = createRedactor();
    redactor.add('abcdefghij', 'nonce');
    const deep: unknown = JSON.parse(`${'['.repeat(9000)}${']'.repeat(9000)}`);
    expect(redactor.value({ abcdefghij: ['abcdefghij', 1, null] })).toEqual({
      [masked('nonce', 'abcdefghij')]: [masked('nonce', 'abcdefghij'), 1, null],
    });
    expect(JSON.stringify(redactor.value(deep))).toBe(`${'['.repeat(64)}"‹more than 64 levels deep›"${']'.repeat(64)}`);
  });

  test('thousands of known secrets cost next to nothing', () => {
    const redactor = createRedactor();
    const token = (n: number): string =>
      `eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.${'x'.repeat(600)}.${hash('sha512', `${n}`)}`;
    for (let n = 0; n < 3000; n += 1) redactor.add(token(n), 'access token');
    const parts = { fields: [['Authorization', `DPoP ${token(7)}`] as const], answer: 'y'.repeat(1000) + token(8) };
    const ms = cpuMs(() => {
      for (let n = 0; n < 500; n += 1) show(parts, redactor);
    });
    expect(ms / 500).toBeLessThan(10);
  });
});

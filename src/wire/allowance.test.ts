import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Transcript } from '../record/transcript.ts';
import { createRedactor, type Redactor } from './redact.ts';
import type { FieldLine, WireResponse } from './types.ts';

const response = (body: string, fields: readonly FieldLine[] = []): WireResponse => ({
  status: 200,
  fields,
  body,
  bodyBytes: Buffer.byteLength(body),
});

function shown(answer: WireResponse, redactor: Redactor = createRedactor()): NonNullable<Transcript['response']> {
  const request = { method: 'GET', url: 'http://t.example/', fields: [] };
  const transcript = redactor.transcript({ request, response: answer, startedAt: 0, totalMs: 1 });
  const kept = Transcript.parse(transcript).response;
  if (kept === undefined) throw new Error('no answer is shown');
  return kept;
}

test('what is cut is named with its length and the digest of all', () => {
  const body = 'é'.repeat(10_000);
  expect(shown(response(body)).body).toBe(
    `${'é'.repeat(8192)}\n‹1808 more characters not kept, SHA-256 of the whole ${hash('sha256', body)}›`,
  );
});

test('of a head that is too large the first lines are kept, and of each its beginning', () => {
  const fields = Array.from({ length: 100 }, (_, at): FieldLine => [`X-${at}`, `${at}`.repeat(300)]);
  const kept = shown(response('', fields)).fields;
  expect(kept[0]).toEqual([
    'X-0',
    `${'0'.repeat(256)}\n‹44 more characters not kept, SHA-256 of the whole ${hash('sha256', '0'.repeat(300))}›`,
  ]);
  const [name, rest] = kept.at(-1) ?? [];
  expect(name).toMatch(/^‹\d\d field lines not kept›$/);
  expect(rest).toMatch(/^‹\d{5} more characters not kept, SHA-256 of the whole [0-9a-f]{64}›$/);
  expect(kept.flat().join('').length).toBeLessThan(20_000);
});

test('a cookie in a line that is not kept is known again', () => {
  const redactor = createRedactor();
  const large = Array.from({ length: 20 }, (): FieldLine => ['X', 'x'.repeat(1000)]);
  shown(response('', [...large, ['Set-Cookie', 'sid=s3ss10n-0f-th3-us3r']]), redactor);
  expect(shown(response('s3ss10n-0f-th3-us3r'), redactor).body).toMatch(/^‹cookie #/);
});

test('a field that repeats what the body of the same answer gives is masked', () => {
  const fields: readonly FieldLine[] = [['X', 'see urn:example:7f3c9a']];
  const masked = /^see ‹request_uri #[0-9a-f]{8}›$/;
  expect(shown(response('{"request_uri":"urn:example:7f3c9a"}', fields)).fields[0]?.[1]).toMatch(masked);
});

test('what was studied is known again', () => {
  const redactor = createRedactor();
  redactor.study(response('', [['Set-Cookie', 'sid=s3ss10n-0f-th3-us3r']]));
  expect(shown(response('s3ss10n-0f-th3-us3r'), redactor).body).toMatch(/^‹cookie #/);
});

test('after many large answers less is kept of each, and the same of one that was shown before', () => {
  const redactor = createRedactor();
  const first = response('\0'.repeat(8000));
  const before = shown(first, redactor);
  for (let count = 0; count < 400; count += 1) shown(response('\0'.repeat(8000)), redactor);
  expect(shown(response('x'.repeat(8000)), redactor).body).toHaveLength(512 + '\n'.length + 118);
  expect(shown(first, redactor)).toEqual(before);
});

test('ordinary answers do not count', () => {
  const redactor = createRedactor();
  for (let count = 0; count < 20_000; count += 1) shown(response('x'.repeat(1000)), redactor);
  expect(shown(response('x'.repeat(8000)), redactor).body).toBe('x'.repeat(8000));
});

test('a secret of any length is masked, also where it is encoded', () => {
  const secret = Array.from({ length: 2000 }, (_, at) => `${at}/`).join('');
  const redactor = createRedactor();
  redactor.add(secret, 'token');
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64url')];
  for (const form of forms) {
    const { body } = shown(response(`<${form}>`), redactor);
    const parts = Array.from({ length: 80 }, (_, at) => form.slice(at * 100, at * 100 + 12));
    expect(parts.filter((part) => body.includes(part))).toEqual([]);
  }
});

test('a sentence that quotes a target is cut after masking', () => {
  const redactor = createRedactor();
  redactor.add('0123456789abcdef', 'code');
  const quoted = redactor.quote(`${'x'.repeat(2040)}0123456789abcdef${'y'.repeat(1000)}`);
  expect(quoted).toMatch(/^x{2040}‹code #[0-9a-f]{8}›\n‹1000 more characters not kept, [^›]*›$/);
});

import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { decodeHTML } from 'entities';
import { expect, test } from 'vitest';
import { unpack, usualBounds } from '../../bundle/zip/unpack.ts';
import { maskPattern } from '../../report/text/mask.ts';
import { reporterNames, reportFiles } from '../../app/recording/reporters.ts';
import { startEchoing } from './echoing.fixture.ts';
import { folderWith, proofmark } from './e2e.fixture.ts';
import { referenceSecret } from './reference.fixture.ts';

const clientSecret = 'cl13nt/s3cret+of&"a" <b>=ü';
const password = "p/ss w0rd+&'<ö>=of mine";
const replaced = {
  clientSecret: { ours: clientSecret, theirs: referenceSecret },
  password: { ours: password, theirs: 'wonderland' },
};

function described({ issuer, resourceBase }: { readonly issuer: string; readonly resourceBase: string }): object {
  const client = { id: 'confidential', auth: 'client_secret_basic', secret: { env: 'SECRET' } };
  const grants = ['authorization_code', 'refresh_token'];
  return {
    name: 'echoing',
    product: { organization: 'Acme', project: 'Echo', version: '1.0.0' },
    as: {
      issuer,
      clients: [
        { ...client, grants: ['client_credentials'] },
        { id: 'public', auth: 'none', grants, redirectUri: 'http://127.0.0.1:1/cb' },
      ],
    },
    rs: { resources: [{ url: `${resourceBase}/resource` }] },
    // With several at once an answer might repeat what another one, which comes later, makes known.
    limits: { concurrency: 1 },
    login: { fields: { username: 'alice', password: { env: 'PASSWORD' } } },
  };
}

/** A text as it stands, and with what JSON, HTML and the data of the report put around it undone. */
function readings(text: string): readonly string[] {
  const [, packed] = /<script[^>]*type="application\/gzip"[^>]*>([^<]*)</.exec(text) ?? [];
  const data = packed === undefined ? [] : [gunzipSync(Buffer.from(packed, 'base64')).toString()];
  return [text, ...data].flatMap((one) => {
    const unescaped = one.replaceAll('\\"', '"').replaceAll('\\\\', '\\').replaceAll('\\u003c', '<');
    return [one, unescaped, decodeHTML(one)];
  });
}

const width = 12;

/** The forms that stand in a text, found in one pass over it: each is looked up by its first characters. */
function formsIn(text: string, forms: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at + width <= text.length; at += 1) {
    const candidates = forms.get(text.slice(at, at + width));
    if (candidates !== undefined) found.push(...candidates.filter((form) => text.startsWith(form, at)));
  }
  return found;
}

test('a target that repeats every secret in every encoding gets none of them into any output', async () => {
  const target = await startEchoing(replaced);
  const cwd = await folderWith({ 'target.yaml': described(target) });
  const given = {
    cwd,
    env: {
      SECRET: clientSecret,
      PASSWORD: password,
      PROOFMARK_DEBUG: '1',
    },
  };
  const cases = 'typ-*,alg-none,ath-*,code-bound-*,refresh-*,introspection-inactive,par-*';
  const flags = ['--case', cases, '--reporter', reporterNames.join(','), '--out', 'out'];
  const run = await proofmark(['run', 'target.yaml', ...flags], given);
  const replayed = await proofmark(['replay', 'out/record.ndjson', 'typ-missing@token'], given);
  const bundled = await proofmark(['bundle', 'out/record.ndjson', '--out', 'b.zip'], given);
  const files = (await readdir(`${cwd}/out`)).toSorted();
  expect(files).toEqual(['record.ndjson', ...reportFiles].toSorted());
  const outputs = new Map([
    ['the console', run.out],
    ['the log', run.err],
    ['replay', `${replayed.out}${replayed.err}`],
  ]);
  for (const [name, content] of unpack(await readFile(`${cwd}/b.zip`), usualBounds))
    outputs.set(`${name} in the bundle`, Buffer.from(content).toString());
  for (const file of files) outputs.set(file, await readFile(`${cwd}/out/${file}`, 'utf8'));

  const kinds = new Set(target.secrets().values());
  expect([...kinds].toSorted()).toEqual(['code', 'cookie', 'ours', 'request_uri', 'token']);
  expect(target.forms().size).toBeGreaterThan(1000);
  const forms = Map.groupBy([...target.secrets().keys(), ...target.forms()], (form) => form.slice(0, width));
  const leaks: string[] = [];
  for (const [name, text] of outputs)
    for (const reading of readings(text)) for (const form of formsIn(reading, forms)) leaks.push(`${name}: ${form}`);
  expect(leaks.slice(0, 5)).toEqual([]);
  const record = outputs.get('record.ndjson') ?? '';
  const masks = new Set([...record.matchAll(maskPattern)].map(([, label]) => label));
  expect([...masks]).toEqual(
    expect.arrayContaining(['SECRET', 'PASSWORD', 'access_token', 'refresh_token', 'code', 'cookie', 'request_uri']),
  );
  expect(outputs.has('report.html in the bundle')).toBe(true);
  expect([run.code, replayed.code, bundled.code]).toEqual([0, 0, 0]);
});

import { htuEdits, type PlanValue } from '../../plan/values.ts';
import { wordsIn } from './schema-words.ts';

/** What no member of a proof should be. */
export const oddJson: readonly PlanValue[] = [null, true, false, 0, 1, -1, '', ' ', '0', [], {}, [null], { a: 1 }];

const wrongTypes = ['JWT', 'jwt', 'at+jwt', 'dpop', 'dpop+jws', 'dpop-jwt', 'dpop+jwt ', ' dpop+jwt', 'dpop+jwt\u0000'];
const equalTypes = ['DPoP+JWT', 'application/dpop+jwt'];
const algs = [
  'none',
  'None',
  'NONE',
  'HS256',
  'HS512',
  'ES256',
  'ES384',
  'RS256',
  'PS256',
  'EdDSA',
  'ES256K',
  'es256',
  'constructor',
  'toString',
];

/** Values by header parameter: wrong ones and lawful ones alike; which is which is for the judge to say. */
export const headerValues: Readonly<Record<string, readonly PlanValue[]>> = {
  typ: [...wrongTypes, ...equalTypes, ['dpop+jwt']],
  alg: [...algs, 'ES256 ', ['ES256']],
  jwk: [...jwkEdits(), { $: 'jwk', of: 'other' }, { $: 'jwk-text' }, 'none', [{ $: 'jwk' }]],
  kid: ['1', '', 1, '../../etc/passwd', { $: 'thumbprint' }],
  cty: ['JWT', 'dpop+jwt'],
  crit: [[], ['exp'], ['b64'], ['x-unknown'], 'b64', ['typ']],
  b64: [true, false],
  zip: ['DEF'],
  x5c: [{ $: 'certificates' }, ['MIIB'], []],
  'x-unknown': ['y', { deep: [1, { a: null }] }],
  nonce: ['in the header'],
};

function jwkEdits(): readonly PlanValue[] {
  const edits = wordsIn('jwk', 'edit').map((edit) => ({ $: 'jwk', edit }));
  const without = ['kty', 'crv', 'x', 'y'].map((name): PlanValue => ({ $: 'jwk', without: [name] }));
  const wrong: readonly Record<string, PlanValue>[] = [
    { kty: 'RSA' },
    { kty: 'oct' },
    { kty: 'ec' },
    { crv: 'P-384' },
    { crv: 'p-256' },
    { crv: 'secp256k1' },
    { x: '' },
    { y: 'AAAA' },
    { x: 1 },
    { d: null },
    { d: '' },
    { k: 'AAAA' },
    { use: 'enc' },
    { use: 'sig' },
    { key_ops: ['sign'] },
    { key_ops: ['verify'] },
    { alg: 'ES384' },
    { kid: 'x' },
    { x5u: 'about:blank' },
    { 'x-unknown': true },
  ];
  return [...edits, ...without, ...wrong.map((set): PlanValue => ({ $: 'jwk', set }))];
}

/** Where a number of 32 bits comes round again. */
const turn = 2 ** 32;
/** Ages in seconds, from a moment ago to years. */
const past = [-2, -5, -30, -3600, -90_000, -31_622_400, -1_000_000_000, -turn];
const ages = [...past, 2, 30, 3600, 90_000, 31_622_400, turn];
const numberTexts = [
  '0',
  '-1',
  '-0',
  '1e3',
  '1e400',
  '1e-400',
  '9007199254740993',
  '0x7FFFFFFF',
  '01',
  'NaN',
  'Infinity',
];

export const claimValues: Readonly<Record<string, readonly PlanValue[]>> = {
  iat: [
    ...ages.map((plus): PlanValue => ({ $: 'now', plus })),
    ...(['string', 'milliseconds', 'decimal', 'exponent'] as const).map((as): PlanValue => ({ $: 'now', plus: 0, as })),
    ...(['string', 'decimal', 'exponent'] as const).map((as): PlanValue => ({ $: 'now', plus: -7200, as })),
    ...numberTexts.map((text): PlanValue => ({ $: 'json-text', text })),
    [{ $: 'now', plus: 0 }],
    { $: 'now', plus: 0.5 },
  ],
  jti: [
    { $: 'random', bytes: 1 },
    { $: 'random', bytes: 96 },
    { $: 'random', bytes: 768 },
    { $: 'random', bytes: 3000 },
    [{ $: 'random', bytes: 16 }],
    { $: 'nested', depth: 100 },
  ],
  htm: [
    'GET',
    'POST',
    'PUT',
    'DELETE',
    'PATCH',
    'HEAD',
    'OPTIONS',
    'TRACE',
    '*',
    'GET POST',
    'GET,POST',
    ...(['lower', 'mixed'] as const).map((letters): PlanValue => ({ $: 'method', case: letters })),
    ...wordsIn('method', 'edit').map((edit) => ({ $: 'method', edit })),
    [{ $: 'method' }],
  ],
  htu: [
    ...htuEdits.map((edit): PlanValue => ({ $: 'htu', edits: [edit] })),
    [{ $: 'htu', edits: [] }],
    'about:blank',
    'https://',
    '//',
    '*',
    '.',
    'javascript:alert(1)',
    'https://[::1',
    'http://a:99999/',
  ],
  nonce: [{ $: 'nonce' }, [{ $: 'nonce' }], null, 1],
  exp: [{ $: 'now', plus: 300 }, { $: 'now', plus: -3600 }, 'soon'],
  nbf: [
    { $: 'now', plus: -5 },
    { $: 'now', plus: 3600 },
  ],
  'x-unknown': ['y', { deep: [1, { a: null }] }, 'é\u{1F511}', { $: 'nested', depth: 50 }],
  ...Object.fromEntries(['__proto__', 'constructor', 'toString'].map((name) => [name, ['y', { polluted: true }]])),
};

export const athValues: readonly PlanValue[] = [
  ...wordsIn('ath', 'form').map((form) => ({ $: 'ath', form })),
  { $: 'ath', of: 'other' },
  { $: 'ath', of: 'sibling' },
  { $: 'ath', of: 'garbage' },
  [{ $: 'ath' }],
];

export const proofTexts = [
  'garbage',
  '.',
  '..',
  '...',
  'a.b.c',
  'e30.e30.',
  'e30.e30.e30',
  'null',
  '{}',
  'eyJhbGciOiJub25lIn0.e30.',
  'eyJhbGciOiJub25lIiwidHlwIjoiZHBvcCtqd3QifQ.e30.',
  'DPoP',
  'Bearer x',
  '"',
  '\\',
  '%00',
  '../../..',
  '${7*7}',
  "' OR 1=1 --",
  'A'.repeat(5000),
];

import type { Op, OpOf } from '../src/plan/ops.ts';
import type { PlanValue, SigningAlg } from '../src/plan/values.ts';
import { accepts, check, header, jwk, observes, rejects, signature, signBy, thumbprint } from '../src/suite/define.ts';
import { defineSuite, type Case, type SessionSpec } from '../src/suite/schema.ts';

const ec: SessionSpec = { alg: 'ES256' };
const rsa: SessionSpec = { alg: 'RS256' };
const okp: SessionSpec = { alg: 'EdDSA' };

/** The public key with members replaced, under a signature that is right. */
function jwkWith(set: Readonly<Record<string, PlanValue>>): PlanValue {
  return { $: 'jwk', set };
}

const wrongValues: readonly (readonly [slug: string, title: string, value: PlanValue])[] = [
  ['null', 'null', null],
  ['number', 'a number', 1],
  ['boolean', 'true', true],
  ['array', 'an array', ['AQAB']],
  ['object', 'an object', { value: 'AQAB' }],
  ['empty', 'empty', ''],
];

type Member = 'kty' | 'crv' | 'x' | 'y' | 'n' | 'e';

/** Where a server could work the member out from the rest, taking the proof is leniency, no hole. */
const inferable: readonly Member[] = ['kty', 'crv', 'e'];

function withoutMember(kind: string, name: Member, session: SessionSpec): Case {
  const caseOptions = { session, ...(inferable.includes(name) ? { atMost: 'warn' as const } : {}) };
  const delta = [header.set('jwk', { $: 'jwk', without: [name] })];
  return rejects(
    `jwk-${kind}-${name}-missing`,
    `rejects an ${kind.toUpperCase()} jwk without ${name}`,
    'RFC9449-4.3-06g',
    delta,
    caseOptions,
  );
}

function mistyped(kind: string, name: Member, session: SessionSpec): readonly Case[] {
  const caseOptions = { session, ...(inferable.includes(name) ? { atMost: 'warn' as const } : {}) };
  return [
    withoutMember(kind, name, session),
    ...wrongValues.map(([slug, title, value]) =>
      rejects(
        `jwk-${kind}-${name}-${slug}`,
        `rejects an ${kind.toUpperCase()} jwk whose ${name} is ${title}`,
        'RFC9449-4.3-06g',
        [header.set('jwk', jwkWith({ [name]: value }))],
        caseOptions,
      ),
    ),
  ];
}

function broken(id: string, what: string, set: Readonly<Record<string, PlanValue>>, session: SessionSpec): Case {
  return rejects(id, `rejects a jwk ${what}`, 'RFC9449-4.3-06f', [header.set('jwk', jwkWith(set))], { session });
}

const zeros = 'A'.repeat(43);

/** The proof made with a key that no server should take, though its signature is right. */
function weak(
  id: string,
  what: string,
  alg: SigningAlg,
  key: Pick<OpOf<'key'>, 'rsaBits' | 'kind'>,
  why: string,
  options: Pick<Case, 'atMost'> = {},
): readonly Case[] {
  const made: Op = { op: 'key', use: 'other', alg, ...key };
  return [
    rejects(id, `rejects a proof signed with ${what}`, 'RFC9449-11.6-01', [made], {
      at: ['token'],
      session: { alg },
      why,
      ...options,
    }),
    rejects(
      `minted-${id}`,
      `rejects a proof signed with ${what} that the access token is bound to`,
      'RFC9449-11.6-01',
      [made, { op: 'token-claim-set', name: 'cnf', value: { jkt: thumbprint('own') } }],
      { at: ['resource'], with: [{ op: 'minted-token' }], needs: ['minting'], session: { alg }, why, ...options },
    ),
  ];
}

function leadingZero(name: 'x' | 'y'): Case {
  return accepts(`jwk-zero-${name}`, `accepts a key whose ${name} begins with a zero octet`, 'RFC9449-4.3-06h', [], {
    at: ['token', 'resource'],
    session: { alg: 'ES256', keyKind: `zero-${name}` },
    why: 'One key in 256 is so; a server that drops the octet, or misses it, locks its client out.',
  });
}

function degenerate(id: string, what: string, edit: 'ones' | 'r-zero' | 's-zero' | 'r-order' | 's-order'): Case {
  return rejects(id, `rejects an ECDSA signature ${what}`, 'RFC9449-4.3-06d', [signature(edit)], { session: ec });
}

const contradiction = 'The alg of the key is the word of whoever sent it; the header says how the proof was signed.';

/** @see https://www.rfc-editor.org/rfc/rfc7518.html#section-6 */
export const robustKeys = defineSuite({
  id: 'robust-keys',
  title: 'Broken and weak keys and signatures',
  section: 'RFC 9449 §4.3 checks 5 to 7, RFC 7518 §6, RFC 8037',
  cases: [
    ...(['kty', 'crv', 'x', 'y'] as const).flatMap((name) => mistyped('ec', name, ec)),
    ...(['n', 'e'] as const).flatMap((name) => mistyped('rsa', name, rsa)),
    ...mistyped('okp', 'x', okp),
    rejects('jwk-number', 'rejects a proof whose jwk is a number', 'RFC9449-4.3-06c', [header.set('jwk', 1)]),
    rejects('jwk-boolean', 'rejects a proof whose jwk is true', 'RFC9449-4.3-06c', [header.set('jwk', true)]),
    rejects('jwk-string', 'rejects a proof whose jwk is empty text', 'RFC9449-4.3-06c', [header.set('jwk', '')]),
    rejects(
      'jwk-kty-lower',
      'rejects a jwk whose kty is ec',
      'RFC9449-4.3-06g',
      [header.set('jwk', jwkWith({ kty: 'ec' }))],
      {
        session: ec,
        atMost: 'warn',
        why: 'Key types have case (RFC 7517 §4.1).',
      },
    ),
    rejects(
      'jwk-kty-unknown',
      'rejects a jwk of a type that nobody knows',
      'RFC9449-4.3-06g',
      [header.set('jwk', jwkWith({ kty: 'XX' }))],
      { atMost: 'warn' },
    ),
    rejects(
      'jwk-crv-unknown',
      'rejects a jwk on a curve that nobody knows',
      'RFC9449-4.3-06g',
      [header.set('jwk', jwkWith({ crv: 'P-255' }))],
      { session: ec, atMost: 'warn' },
    ),

    broken('jwk-point-zero', 'whose point is (0, 0)', { x: zeros, y: zeros }, ec),
    broken('jwk-point-infinity', 'whose coordinates are empty', { x: '', y: '' }, ec),
    broken(
      'jwk-point-beyond-field',
      'whose coordinates are larger than the field',
      { x: `${'_'.repeat(42)}8`, y: `${'_'.repeat(42)}8` },
      ec,
    ),
    rejects(
      'jwk-x-short',
      'rejects a jwk whose x lacks its last octet',
      'RFC9449-4.3-06f',
      [header.set('jwk', jwk('short-coordinate'))],
      { session: ec },
    ),
    rejects(
      'jwk-x-short-okp',
      'rejects an Ed25519 jwk whose x lacks its last octet',
      'RFC9449-4.3-06f',
      [header.set('jwk', jwk('short-coordinate'))],
      { session: okp },
    ),
    rejects(
      'jwk-x-long-okp',
      'rejects an Ed25519 jwk whose x has an octet too many',
      'RFC9449-4.3-06f',
      [header.set('jwk', jwk('long-coordinate'))],
      { session: okp },
    ),
    observes(
      'jwk-x-long',
      'may refuse a jwk whose x has a zero octet too many',
      'RFC7638-3.3-01',
      [header.set('jwk', jwk('long-coordinate'))],
      {
        at: ['token'],
        session: ec,
      },
    ),
    observes(
      'jwk-exponent-long',
      'binds no token to another thumbprint when a zero octet goes before the exponent',
      'RFC7638-3.3-01',
      [header.set('jwk', jwkWith({ e: 'AAEAAQ' }))],
      {
        at: ['token'],
        session: rsa,
        checks: [check('RFC7638-3.3-01', { check: 'cnf-jkt', is: 'proof-key' }, 'info')],
        why: 'RFC 7518 §6.3.1.2 wants as few octets as possible; with more of them one key has two thumbprints.',
      },
    ),
    leadingZero('x'),
    leadingZero('y'),
    observes(
      'jwk-zero-stripped',
      'binds no token to another thumbprint when a zero octet is left out of a coordinate',
      'RFC7638-3.3-01',
      [{ op: 'key', use: 'zero-x', alg: 'ES256' }, header.set('jwk', jwk('stripped-zero'))],
      {
        at: ['token'],
        session: ec,
        checks: [check('RFC7638-3.3-01', { check: 'cnf-jkt', is: 'proof-key' }, 'info')],
        why: 'RFC 7518 §6.2.1.2 forbids the short form; with it one key has two thumbprints.',
      },
    ),

    broken('jwk-modulus-zero', 'whose modulus is zero', { n: 'AA' }, rsa),
    broken('jwk-modulus-one', 'whose modulus is one', { n: 'AQ' }, rsa),
    broken('jwk-exponent-zero', 'whose exponent is zero', { e: 'AA' }, rsa),
    broken('jwk-exponent-huge', 'whose exponent has 2048 bits', { e: `${'_'.repeat(341)}8` }, rsa),
    broken('jwk-modulus-huge', 'whose modulus has 32768 bits', { n: '_'.repeat(5461) }, rsa),
    ...weak('rsa-512', 'an RSA key of 512 bits', 'RS256', { rsaBits: 512 }, 'Such keys are factored in hours.'),
    ...weak(
      'rsa-exponent-1',
      'an RSA key whose exponent is 1',
      'RS256',
      { kind: 'exponent-1' },
      'The message itself is then its signature.',
    ),
    ...weak(
      'rsa-exponent-2',
      'an RSA key whose exponent is even',
      'PS256',
      { kind: 'exponent-2' },
      'RFC 8017 §3.1 asks for an odd exponent; with 2 the modulus was chosen to be easy.',
    ),
    ...weak(
      'ed25519-small-order',
      'the neutral point of Ed25519',
      'EdDSA',
      { kind: 'identity' },
      'One signature fits every message, so that nobody proves anything. Verification as RFC 8032 §5.1.7 has it lets it through.',
      { atMost: 'warn' },
    ),

    degenerate('signature-ones', 'of ones only', 'ones'),
    degenerate('signature-r-zero', 'whose r is zero', 'r-zero'),
    degenerate('signature-s-zero', 'whose s is zero', 's-zero'),
    degenerate('signature-r-order', 'whose r is the order of the group', 'r-order'),
    degenerate('signature-s-order', 'whose s is the order of the group', 's-order'),
    rejects('signature-one-byte', 'rejects a proof whose signature is one octet', 'RFC9449-4.3-06a', [
      signature('one-byte'),
    ]),
    rejects(
      'signature-s-beyond-order',
      'rejects an Ed25519 signature whose s is beyond the order of the group',
      'RFC9449-4.3-06i',
      [signature('s-beyond-order')],
      {
        session: okp,
        why: 'Else every proof has a second text under the same key.',
      },
    ),

    rejects(
      'jwk-alg-trusted',
      'rejects a proof that says ES384 where the jwk says ES256',
      'RFC9449-4.3-05d',
      [header.set('alg', 'ES384'), header.set('jwk', jwkWith({ alg: 'ES256' }))],
      { session: ec, why: contradiction },
    ),
    rejects(
      'jwk-alg-none',
      'rejects a proof without signature whose jwk says none',
      'RFC9449-4.3-06a',
      [header.set('jwk', jwkWith({ alg: 'none' })), signBy('nobody')],
      { why: contradiction },
    ),
    observes(
      'jwk-alg-other',
      'may accept a jwk whose alg is not the one of the header',
      'PM-ROBUST',
      [header.set('jwk', jwkWith({ alg: 'ES384' }))],
      { session: ec },
    ),
    observes(
      'jwk-use-enc',
      'may refuse a jwk that is for encryption',
      'PM-ROBUST',
      [header.set('jwk', jwkWith({ use: 'enc' }))],
      { session: ec },
    ),
    observes(
      'jwk-key-ops-encrypt',
      'may refuse a jwk whose key_ops is encrypt',
      'PM-ROBUST',
      [header.set('jwk', jwkWith({ key_ops: ['encrypt'] }))],
      { session: ec },
    ),
    observes(
      'jwk-key-ops-text',
      'may refuse a jwk whose key_ops is text',
      'PM-ROBUST',
      [header.set('jwk', jwkWith({ key_ops: 'verify' }))],
      { session: ec },
    ),
  ],
});

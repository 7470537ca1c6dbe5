import type { Op } from '../plan/ops.ts';
import type { KeyKind } from '../plan/values.ts';
import type { WireRequest } from '../wire/types.ts';
import { concretise, type Concretised } from './concretise.ts';
import type { LawfulRequest, Surroundings, TokenChange } from './draft.ts';
import { createKeyPool, makeKey } from './keys.ts';
import type { ProofKey } from './proof-key.ts';

/** Lawful requests and fake surroundings for the tests of this folder and of what builds on it. */
export const printedToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
export const now = 1_800_000_000;

export const key = await makeKey('ES256');
const pool = createKeyPool();
const others = new Map<string, Promise<ProofKey>>();

export function otherKey(alg: ProofKey['alg'] = 'ES256', rsaBits = 2048, kind?: KeyKind): Promise<ProofKey> {
  const name = `${alg} ${rsaBits} ${kind ?? ''}`;
  const made = others.get(name) ?? pool(alg, rsaBits, 'other', kind);
  others.set(name, made);
  return made;
}

export const tokens = {
  own: printedToken,
  sibling: 'sibling-token',
  other: 'other-token',
  unbound: 'unbound-token',
  revoked: 'revoked-token',
  elsewhere: 'token-for-another-resource',
  aged: 'aged-token',
  fresh: 'fresh-token',
  'signature-changed': 'token-with-changed-signature',
  'signature-cut': 'token-with-cut-signature',
  unsigned: 'token-without-signature',
  'signed-by-client': 'token-signed-by-client',
  'claims-changed': 'token-with-changed-claims',
  half: 'half-a-token',
  'middle-changed': 'token-with-changed-middle',
  'case-swapped': 'TOKEN-IN-OTHER-CASE',
  garbage: 'garbage-token',
  proof: undefined,
  none: undefined,
} as const;

/** Stands in for a minted token: the text of the change that would make it. */
export function mintedText({ by, ...change }: TokenChange): string {
  return encode({ ...change, by: typeof by === 'object' ? by.jkt : by });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export const surroundings: Surroundings = {
  key,
  disposableKey: true,
  otherKey,
  now,
  nonce: { current: 'nonce-now', stale: 'nonce-stale', otherRole: 'nonce-of-the-other' },
  token: (use) => Promise.resolve(tokens[use]),
  mint: (change) => Promise.resolve(mintedText(change)),
  secondUrl: 'https://rs.example.com/second',
  clientId: 'client-1',
  documents: { 'client-assertion': 'an.assertion.here', 'id-token': 'an.id.token' },
  earlier: new Map([['first', { text: 'the.first.proof', jti: 'first-jti' }]]),
  canaryUrl: 'http://127.0.0.1:9',
};

/** Surroundings in which no nonce was given out and only the session is known. */
export const bare: Surroundings = {
  key,
  disposableKey: false,
  otherKey,
  now,
  nonce: {},
  token: (use) => Promise.resolve(use === 'own' ? printedToken : undefined),
  documents: {},
  earlier: new Map(),
};

export const tokenRequest: LawfulRequest = {
  role: 'as',
  method: 'POST',
  url: 'https://as.example.com/token',
  fields: [
    ['Accept', 'application/json'],
    ['Authorization', 'Basic Y2xpZW50OnNlY3JldA=='],
  ],
  form: [
    ['grant_type', 'client_credentials'],
    ['client_secret', 'secret'],
  ],
  clientAuth: { fields: ['Authorization'], parameters: ['client_secret'] },
  proof: true,
};

export const resourceRequest: LawfulRequest = {
  role: 'rs',
  method: 'GET',
  url: 'https://rs.example.com/things/a~1?page=2',
  fields: [['Accept', 'application/json']],
  clientAuth: { fields: [], parameters: [] },
  proof: true,
};

export function atToken(...ops: readonly Op[]): Promise<Concretised> {
  return concretise(tokenRequest, ops, surroundings);
}

export function atResource(...ops: readonly Op[]): Promise<Concretised> {
  return concretise(resourceRequest, ops, surroundings);
}

export function fieldsNamed({ fields }: WireRequest, name: string): readonly string[] {
  return fields.filter(([one]) => one.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
}

type Decoded = { readonly header: unknown; readonly payload: unknown; readonly signature: Buffer };

/** The parts of a compact serialisation, as text where they are no JSON. */
export function decode(text = ''): Decoded {
  const [header = '', payload = '', signature = ''] = text.split('.');
  return { header: parse(header), payload: parse(payload), signature: Buffer.from(signature, 'base64url') };
}

function parse(segment: string): unknown {
  const text = Buffer.from(segment, 'base64url').toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

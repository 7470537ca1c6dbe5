import { constants, createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { judge } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

/** Proofs and requests for the tests of this folder, written with node:crypto alone. */
type Members = Readonly<Record<string, unknown>>;

export type TestKey = {
  readonly privateKey: KeyObject;
  readonly jwk: Members;
  readonly privateJwk: Members;
  readonly alg: string;
};

const testKey = (alg: string, { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): TestKey => ({
  alg,
  privateKey,
  jwk: { ...publicKey.export({ format: 'jwk' }) },
  privateJwk: { ...privateKey.export({ format: 'jwk' }) },
});

export const rsaKey = (alg: string, modulusLength = 2048): TestKey =>
  testKey(alg, generateKeyPairSync('rsa', { modulusLength }));
export const ecKey = (alg: string, namedCurve: string): TestKey =>
  testKey(alg, generateKeyPairSync('ec', { namedCurve }));
export const edKey = (alg: string): TestKey => testKey(alg, generateKeyPairSync('ed25519'));

export const ownKey = ecKey('ES256', 'P-256');
export const otherKey = ecKey('ES256', 'P-256');

export const base64url = (data: string | Buffer): string => Buffer.from(data).toString('base64url');
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The thumbprint of a P-256 key. */
const thumbprint = ({ jwk }: TestKey): string =>
  sha256(JSON.stringify({ crv: jwk['crv'], kty: jwk['kty'], x: jwk['x'], y: jwk['y'] }));

export const signature = (
  key: TestKey,
  text: string,
  alg = key.alg,
  form: 'ieee-p1363' | 'der' = 'ieee-p1363',
): Buffer => {
  const hash = /^(?:EdDSA|Ed25519)$/.test(alg) ? null : `sha${alg.slice(2)}`;
  const padding = alg.startsWith('PS') ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const pss = alg.startsWith('PS') ? { saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {};
  const isRsa = key.jwk['kty'] === 'RSA';
  return sign(
    hash,
    Buffer.from(text),
    isRsa ? { key: key.privateKey, padding, ...pss } : { key: key.privateKey, dsaEncoding: form },
  );
};

export const now = 1_800_000_000;
export const token = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
export const unboundToken = 'unbound-token';
export const siblingToken = 'sibling-token';

export const asUrl = 'https://as.example.com/token';
export const rsUrl = 'https://rs.example.com/a/B?q=1';

export const context: JudgeContext = {
  now,
  tokens: new Map([
    [token, thumbprint(ownKey)],
    [siblingToken, thumbprint(ownKey)],
    [unboundToken, undefined],
  ]),
  seen: [],
};

/** What to change. A member set to `undefined` is left out. */
export type ProofChange = { readonly key?: TestKey; readonly header?: Members; readonly payload?: Members };

export const segments = ({ key = ownKey, header, payload }: ProofChange): readonly [string, string] => [
  base64url(JSON.stringify({ typ: 'dpop+jwt', alg: key.alg, jwk: key.jwk, ...header })),
  base64url(JSON.stringify({ jti: randomUUID(), htm: 'POST', htu: asUrl, iat: now, ...payload })),
];

/** Signs the two segments, whatever text they are. */
export const signed = (header: string, payload: string, key = ownKey): string =>
  `${header}.${payload}.${base64url(signature(key, `${header}.${payload}`))}`;

export const proof = (change: ProofChange = {}): string => signed(...segments(change), change.key);

/** A proof for {@link rsUrl} with {@link token}. */
export const resourceProof = ({ payload, ...change }: ProofChange = {}): string =>
  proof({ ...change, payload: { htm: 'GET', htu: 'https://rs.example.com/a/B', ath: sha256(token), ...payload } });

export const asRequest = (...lines: readonly string[]): JudgedRequest => ({
  role: 'as',
  method: 'POST',
  url: asUrl,
  fields: lines.map((line) => ['DPoP', line]),
  body: 'grant_type=client_credentials',
});

export const rsRequest = (fields: JudgedRequest['fields'], change: Partial<JudgedRequest> = {}): JudgedRequest => ({
  role: 'rs',
  method: 'GET',
  url: rsUrl,
  fields,
  ...change,
});

/** The violations that the judge finds, each as `level row`. */
export const verdict = (request: JudgedRequest, change: Partial<JudgeContext> = {}): readonly string[] =>
  judge(request, { ...context, ...change }).map(({ level, requirement }) => `${level} ${requirement}`);

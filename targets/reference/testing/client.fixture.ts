import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import type { RunningReference } from '../server.ts';

export interface TestKey {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
  readonly jkt: string;
}

export async function newKey(alg: string): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { alg, privateKey, jwk, jkt: await calculateJwkThumbprint(jwk) };
}

export interface ProofChanges {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A valid proof made by jose, with some members replaced. A member with the value undefined is left out. */
export function makeProof(
  key: TestKey,
  htm: string,
  htu: string,
  { header = {}, claims = {} }: ProofChanges = {},
): Promise<string> {
  const iat = Math.floor(Date.now() / 1000);
  const payload = defined({ jti: randomUUID(), htm, htu, iat, ...claims });
  return new SignJWT(payload)
    .setProtectedHeader({ ...defined({ typ: 'dpop+jwt', jwk: key.jwk, ...header }), alg: key.alg })
    .sign(key.privateKey);
}

export function athOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export interface TokenAnswer {
  readonly status: number;
  readonly nonce: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A token request of the confidential client, unless the form names another. */
export async function requestToken(
  { issuer }: RunningReference,
  proof: string | undefined,
  form: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  const credentials = { client_id: 'confidential', client_secret: 'reference-secret' };
  const parameters = {
    grant_type: 'client_credentials',
    ...(form.client_id === undefined ? credentials : {}),
    ...form,
  };
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: proof === undefined ? {} : { DPoP: proof },
    body: new URLSearchParams(parameters),
  });
  const body = (await answer.json()) as TokenAnswer['body'];
  return { status: answer.status, nonce: answer.headers.get('dpop-nonce'), body };
}

export async function boundToken(server: RunningReference, key: TestKey): Promise<string> {
  const { body } = await requestToken(server, await makeProof(key, 'POST', `${server.issuer}/token`));
  return String(body.access_token);
}

export interface ResourceAnswer {
  readonly status: number;
  readonly challenge: string | null;
  readonly nonce: string | null;
}

export async function getResource(
  { resourceBase }: RunningReference,
  headers: Readonly<Record<string, string>>,
  { path = '/resource', method = 'GET' }: { readonly path?: string; readonly method?: string } = {},
): Promise<ResourceAnswer> {
  const answer = await fetch(`${resourceBase}${path}`, { method, headers });
  await answer.body?.cancel();
  const [challenge, nonce] = ['www-authenticate', 'dpop-nonce'].map((name) => answer.headers.get(name));
  return { status: answer.status, challenge: challenge ?? null, nonce: nonce ?? null };
}

function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

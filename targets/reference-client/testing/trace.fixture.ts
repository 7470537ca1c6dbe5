import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import type { Origins, Seen } from './scripted-servers.fixture.ts';

type Members = Readonly<Record<string, unknown>>;

/** What was seen, in words that are equal for equal conduct: chance, time and ports are named, not shown. */
export function traceOf(seen: readonly Seen[], origins: Origins): readonly string[] {
  const jkts = seen.flatMap(({ lines }) =>
    lines.filter(([name]) => /^dpop$/i.test(name)).map(([, proof]) => jktOf(proof)),
  );
  const names = new Map<string, string>();
  const named = (kind: string, value: string): string => {
    const key = `${kind} ${value}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const count = [...names.keys()].filter((one) => one.startsWith(`${kind} `)).length;
    names.set(key, `${kind}#${count + 1}`);
    return `${kind}#${count + 1}`;
  };
  const placed = (text: string): string =>
    Object.entries(origins).reduce((shown, [place, origin]) => shown.replaceAll(origin, place), text);
  const word = (name: string, value: unknown): string => {
    if (name === 'jti') return `${named('jti', JSON.stringify(value))} ${shapeOf(value)}`;
    if (name === 'iat' || name === 'exp' || name === 'nbf') return timeOf(value);
    if (name === 'ath') return athOf(value);
    return placed(JSON.stringify(value));
  };
  const shown = (members: Members): string =>
    Object.entries(members)
      .map(([name, value]) => `${name}=${word(name, value)}`)
      .join(' ');
  const proofOf = (proof: string): string => {
    const [header = {}, claims = {}] = proof.split('.').map(decoded);
    const { jwk, ...rest } = header as { readonly jwk?: JsonWebKey };
    const members =
      typeof jwk === 'object'
        ? Object.entries(jwk).map(([name, value]) => `${name}${String(value).length}`)
        : typeof jwk;
    const key = named('key', JSON.stringify(jwk ?? ''));
    return `[${shown(rest)} ${key} ${String(members)} ${signatureOf(proof, header)} ${shown(claims)}]`;
  };
  const line = ([name, value]: readonly [string, string]): string => {
    if (/^(host|connection|content-length|accept|content-type)$/i.test(name)) return '';
    return name.toLowerCase() === 'dpop'
      ? `${name}: ${value.startsWith('"') ? 'quoted' : ''}${proofOf(value.replaceAll('"', ''))}`
      : `${name}: ${value}`;
  };
  return seen.map(({ place, method, path, lines, body }) =>
    [
      place,
      method,
      hiding(path),
      ...lines.map(line),
      hiding(body, (jti) => named('jti', jti)).replace(/dpop_jkt=([\w-]+)/, (_all, jkt: string) =>
        jkts.includes(jkt) ? 'own jkt' : 'another jkt',
      ),
    ].join(' '),
  );
}

/** A client assertion is new each time, and so are state and verifier. Only whether a jti comes again is of interest. */
function hiding(text: string, named: (jti: string) => string = () => ''): string {
  return text
    .replaceAll(
      /client_assertion=([\w.-]+)/g,
      (_all, jwt: string) => `assertion ${named(JSON.stringify(decoded(jwt.split('.')[1] ?? '')['jti']))}`,
    )
    .replaceAll(/(state|code_challenge|code_verifier|nonce)=[\w-]+/g, '$1');
}

/** RFC 7638 3.2, of an EC key. */
function jktOf(proof: string): string {
  const { kty, crv, x, y } = (decoded(proof.split('.')[0] ?? '') as { readonly jwk?: JsonWebKey }).jwk ?? {};
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

function decoded(segment: string): Members {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString()) as Members;
  } catch {
    return {};
  }
}

function shapeOf(value: unknown): string {
  return typeof value === 'string' ? `${value.length} ${/^\d*$/.test(value) ? 'digits' : 'text'}` : typeof value;
}

function timeOf(value: unknown): string {
  if (typeof value !== 'number') return typeof value;
  const minutes = Math.round((value - Date.now() / 1000) / 120);
  return Math.abs(minutes) > 1000 ? 'never' : String(minutes);
}

function athOf(value: unknown): string {
  const found = Array.from({ length: 12 }, (_one, at) => `token-${at}`).find(
    (token) => createHash('sha256').update(token).digest('base64url') === value,
  );
  return found ?? 'another';
}

function signatureOf(proof: string, { alg, jwk }: Members): string {
  const [header = '', claims = '', signature = ''] = proof.split('.');
  if (alg !== 'ES256' || typeof jwk !== 'object' || jwk === null) return `${String(alg)} ${signature.length}`;
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const isGood = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    return isGood && !/=/.test(proof) ? 'signed' : 'not signed';
  } catch {
    return 'no key';
  }
}

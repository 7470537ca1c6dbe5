import type { Arrival } from '../arrival.ts';
import type { Found } from './fault.ts';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.1 */
export function shapeFault({ dpop }: Arrival): Found {
  if (dpop.length > 1) return { got: `${dpop.length} lines named DPoP` };
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(dpop[0] ?? '')
    ? undefined
    : { got: 'a value that is not three parts in base64url, joined by dots' };
}

const lengths: Readonly<Record<string, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/** @see https://www.rfc-editor.org/rfc/rfc7518.html#section-6.2.1.2 */
export function coordinatesFault({ proof }: Arrival): Found {
  const jwk = proof?.header['jwk'];
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  const { crv, x, y } = jwk as Readonly<Record<string, unknown>>;
  const due = lengths[String(crv)];
  if (due === undefined) return undefined;
  const found = [x, y].flatMap((part) => (typeof part === 'string' ? [Buffer.from(part, 'base64url').length] : []));
  const short = found.find((length) => length !== due);
  return short === undefined ? undefined : { got: `a coordinate of ${short} octets in place of ${due}` };
}

export function plainHtu({ proof }: Arrival): Found {
  const htu = proof?.payload['htu'];
  return typeof htu === 'string' && /[?#]/.test(htu) ? { got: 'htu with a query or a fragment' } : undefined;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110.html#section-9.1 */
export function methodFault({ proof, method }: Arrival): Found {
  if (proof === undefined) return undefined;
  const { htm } = proof.payload;
  return htm === method
    ? undefined
    : { got: `htm ${typeof htm === 'string' ? htm : 'absent'} and the method ${method}` };
}

/** A client cannot know our clock, so an iat that is off is a warning. */
export function plausibleTime({ proof, at }: Arrival, seconds: number): Found {
  if (proof === undefined) return undefined;
  const { iat } = proof.payload;
  if (typeof iat !== 'number' || !Number.isFinite(iat))
    return { got: iat === undefined ? 'no iat' : 'an iat that is no number' };
  const off = Math.round(iat - at / 1000);
  return Math.abs(off) <= seconds ? undefined : { got: `an iat that is ${off} s off`, isMild: Math.abs(off) < 1e9 };
}

export function noAth({ proof }: Arrival): Found {
  return proof?.payload['ath'] === undefined ? undefined : { got: 'ath' };
}

const usual = new Set(['typ', 'alg', 'jwk', 'jti', 'htm', 'htu', 'iat', 'ath', 'nonce']);

export function noExtras({ proof }: Arrival): Found {
  const names = [...Object.keys(proof?.header ?? {}), ...Object.keys(proof?.payload ?? {})].filter(
    (name) => !usual.has(name),
  );
  return names.length === 0 ? undefined : { got: names.join(', ').slice(0, 100) };
}

import { createHash } from 'node:crypto';
import type { Defects } from '../defects.ts';
import { isJsonObject } from '../proof/json.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import { confirmationThumbprint, requiredMembers, thumbprint, withoutLeadingZeros } from '../proof/thumbprint.ts';
import type { AccessToken } from '../access-token.ts';
import type { RsContext } from './context.ts';

/** The key to which an access token is bound. Only defects use `unchecked`. */
export type Binding =
  { readonly kind: 'none' } | { readonly kind: 'unchecked' } | { readonly kind: 'jkt'; jkt: unknown };

/** RFC 9449 6.1: only `cnf.jkt` counts, and it is a string. */
export function bindingOf(claims: AccessToken, { defects, policy }: Pick<RsContext, 'defects' | 'policy'>): Binding {
  if (isUnchecked(claims, defects)) return { kind: 'unchecked' };
  const jkt = claimedJkt(claims, defects) ?? (policy.cnfJwk ? thumbprintOfCnf(claims) : undefined);
  const isList = Array.isArray(jkt) && defects.has('jkt-array-accepted');
  return typeof jkt === 'string' || isList ? { kind: 'jkt', jkt } : { kind: 'none' };
}

/** The second half of RFC 9449 4.3 check 12. */
export function isBoundTo(key: ProofKey, binding: Binding, defects: Defects): boolean {
  if (binding.kind !== 'jkt') return binding.kind === 'unchecked';
  const { jkt } = binding;
  const own = confirmationThumbprint(key, defects);
  if (Array.isArray(jkt)) return jkt.includes(own);
  return (
    typeof jkt === 'string' && (jkt === own || resembles(jkt, own, defects) || otherForms(key, defects).includes(jkt))
  );
}

function claimedJkt(claims: AccessToken, defects: Defects): unknown {
  const { cnf, jkt, act } = claims;
  if (jkt !== undefined && defects.has('jkt-outside-preferred')) return jkt;
  if (cnf === undefined && defects.has('jkt-outside-read')) return jkt;
  const read = cnf === undefined && defects.has('actor-cnf-read') && isJsonObject(act) ? act.cnf : cnf;
  if (!isJsonObject(read)) return undefined;
  if (isJsonObject(read.jwk) && defects.has('cnf-jwk-preferred')) return thumbprint({ jwk: read.jwk, kty: 'EC' });
  return read.jkt;
}

/** RFC 7800 3.2. */
function thumbprintOfCnf({ cnf }: AccessToken): string | undefined {
  const jwk = isJsonObject(cnf) ? cnf.jwk : undefined;
  return isJsonObject(jwk) && jwk.kty === 'EC' ? thumbprint({ jwk, kty: 'EC' }) : undefined;
}

function isUnchecked({ cnf }: AccessToken, defects: Defects): boolean {
  if (!isJsonObject(cnf)) return cnf !== undefined && defects.has('cnf-type-unchecked');
  const { jkt } = cnf;
  if (jkt === undefined) return defects.has('cnf-unknown-with-dpop');
  if (jkt === '' || jkt === null) return defects.has('jkt-falsy-unchecked');
  return typeof jkt !== 'string' && defects.has('jkt-type-unchecked');
}

function resembles(jkt: string, own: string, defects: Defects): boolean {
  return (
    (defects.has('jkt-prefix-compared') && jkt !== '' && own.startsWith(jkt)) ||
    (defects.has('jkt-case-folded') && jkt.toLowerCase() === own.toLowerCase()) ||
    (defects.has('jkt-padding-ignored') && jkt.replace(/=+$/, '') === own)
  );
}

function otherForms({ jwk, kty }: ProofKey, defects: Defects): readonly string[] {
  const required = requiredMembers[kty];
  const all = Object.keys(jwk).toSorted();
  return [
    ...(defects.has('jkt-hex-accepted') ? [digest(jwk, required).toString('hex')] : []),
    ...(defects.has('jkt-sha1-accepted') ? [digest(jwk, required, 'sha1').toString('base64url')] : []),
    ...(defects.has('jkt-sha512-accepted') ? [digest(jwk, required, 'sha512').toString('base64url')] : []),
    ...(defects.has('jkt-all-members-accepted') ? [digest(jwk, all).toString('base64url')] : []),
    ...(defects.has('jkt-stripped-accepted') ? [digest(withoutLeadingZeros(jwk), required).toString('base64url')] : []),
  ];
}

function digest(jwk: ProofKey['jwk'], names: readonly string[], algorithm = 'sha256'): Buffer {
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  return createHash(algorithm).update(text, 'utf8').digest();
}

import type { SymbolicValue } from '../../plan/values.ts';
import { offCurve, paddedCoordinates, strippedZero, withX } from './coordinates.ts';
import type { Members } from '../draft.ts';
import { Inapplicable } from '../inapplicable.ts';
import type { ProofKey } from '../proof-key.ts';
import type { ResolveContext } from '../values/resolve-context.ts';
import { octJwk, optionalMembers } from '../values/thumbprint.ts';

export type JwkSymbol = Extract<SymbolicValue, { $: 'jwk' }>;

/** The public key as a JWK, with the edit that the plan asks for. */
export async function editedJwk(value: JwkSymbol, context: ResolveContext): Promise<Members> {
  const key = value.of === 'other' ? await context.surroundings.otherKey() : context.key;
  const jwk = { ...key.publicJwk } as Members;
  switch (value.edit) {
    case undefined:
      return jwk;
    case 'private':
      return privateJwk(key, context);
    case 'private-d':
    case 'private-primes':
      return { ...jwk, ...someRsaMembers(value.edit === 'private-d' ? ['d'] : ['p', 'q'], key, context) };
    case 'off-curve':
      return offCurve(jwk);
    case 'wrong-curve':
      if (jwk['kty'] !== 'EC') throw new Inapplicable('only an EC key has a curve to get wrong');
      return { ...jwk, crv: jwk['crv'] === 'P-256' ? 'P-384' : 'P-256' };
    case 'oct':
      return octJwk;
    case 'extra-members':
      return { ...jwk, ...optionalMembers, alg: key.alg };
    case 'session-kid':
      return { ...jwk, kid: context.surroundings.key.jkt };
    case 'shuffled':
      return Object.fromEntries(Object.entries(jwk).toReversed());
    case 'empty':
      return {};
    case 'padded-coordinates':
      return paddedCoordinates(jwk);
    case 'short-coordinate':
      return withX(jwk, (x) => x.subarray(0, -1));
    case 'long-coordinate':
      return withX(jwk, (x) => Buffer.concat([Buffer.of(0), x]));
    case 'stripped-zero':
      return strippedZero(jwk);
    default:
      value.edit satisfies never;
      return jwk;
  }
}

function privateJwk(key: ProofKey, { surroundings }: ResolveContext): Members {
  if (!surroundings.disposableKey) throw new Inapplicable('the private key belongs to the user and is never sent');
  return { ...key.privateKey.export({ format: 'jwk' }) } as Members;
}

function someRsaMembers(names: readonly string[], key: ProofKey, context: ResolveContext): Members {
  if (key.publicJwk.kty !== 'RSA') throw new Inapplicable('only the private part of an RSA key can be shown in part');
  return Object.fromEntries(Object.entries(privateJwk(key, context)).filter(([name]) => names.includes(name)));
}

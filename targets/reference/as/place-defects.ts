import type { Defect, Defects } from '../defects.ts';
import type { Policy } from '../policy.ts';
import type { Form } from './form.ts';

/** A request of the token endpoint, or a pushed one. */
export interface Asking {
  readonly form: Form;
  readonly endpoint: 'token' | 'par';
}

type Where = (asking: Asking) => boolean;

const beside = (grant: string): Where => {
  return ({ form, endpoint }) => endpoint === 'token' && form.get('grant_type') === grant;
};
const code = beside('authorization_code');
const refresh = beside('refresh_token');
const byPublic: Where = ({ form }) => form.get('client_id') === 'public';
const atPar: Where = ({ endpoint }) => endpoint === 'par';
const both = (...all: readonly Where[]): Where => {
  return (asking) => all.every((one) => one(asking));
};

/** Defects of a single grant, client or endpoint, each with the defect that has the same effect everywhere. */
const ofPlaces: readonly (readonly [own: Defect, where: Where, everywhere: Defect])[] = [
  ['code-proof-unsigned', code, 'signature-unchecked'],
  ['code-proof-htm-unchecked', code, 'htm-unchecked'],
  ['code-proof-htu-unchecked', code, 'htu-unchecked'],
  ['code-proof-iat-unchecked', code, 'iat-unchecked'],
  ['code-proof-jti-missing', code, 'jti-missing-accepted'],
  ['code-proof-replayed', code, 'replay-accepted'],
  ['code-proof-typ-unchecked', code, 'typ-unchecked'],
  ['code-proof-alg-none', code, 'alg-none-accepted'],
  ['code-proof-private-key', code, 'private-ec-accepted'],
  ['code-proof-two-headers', code, 'two-headers-first'],
  ['refresh-proof-unsigned', refresh, 'signature-unchecked'],
  ['refresh-proof-htm-unchecked', refresh, 'htm-unchecked'],
  ['refresh-proof-htu-unchecked', refresh, 'htu-unchecked'],
  ['refresh-proof-iat-unchecked', refresh, 'iat-unchecked'],
  ['refresh-proof-jti-missing', refresh, 'jti-missing-accepted'],
  ['refresh-proof-replayed', refresh, 'replay-accepted'],
  ['refresh-proof-typ-unchecked', refresh, 'typ-unchecked'],
  ['refresh-proof-alg-none', refresh, 'alg-none-accepted'],
  ['refresh-proof-private-key', refresh, 'private-ec-accepted'],
  ['refresh-proof-two-headers', refresh, 'two-headers-first'],
  ['public-proof-htu-unchecked', byPublic, 'htu-path-unchecked'],
  ['public-refresh-proof-jti-missing', both(byPublic, refresh), 'jti-missing-accepted'],
  ['public-par-proof-typ-unchecked', both(byPublic, atPar), 'typ-unchecked'],
  ['par-weak-rsa-accepted', atPar, 'rsa-1024-accepted'],
  ['par-weak-rsa-accepted', atPar, 'rsa-exponent-unchecked'],
];

/** The defects that a request meets. It is the same set where nothing is added, because some defects keep state by it. */
export function defectsAt(asking: Asking, defects: Defects): Defects {
  const found = ofPlaces.filter(([own, where]) => defects.has(own) && where(asking));
  return found.length === 0 ? defects : new Set([...defects, ...found.map(([, , everywhere]) => everywhere)]);
}

/** Whether a proof stands in for the credentials of the client beside this grant. */
export function isExcusedBeside(asking: Asking, defects: Defects): boolean {
  return (
    (defects.has('code-proof-replaces-secret') && code(asking)) ||
    (defects.has('refresh-proof-replaces-secret') && refresh(asking))
  );
}

const withoutNonce: readonly (readonly [own: Defect, where: Where])[] = [
  ['code-nonce-not-demanded', code],
  ['refresh-nonce-not-demanded', refresh],
  ['public-nonce-not-demanded', byPublic],
];

const anyNonce: readonly (readonly [own: Defect, where: Where])[] = [
  ['code-nonce-any-accepted', code],
  ['refresh-nonce-any-accepted', refresh],
  ['public-par-nonce-any-accepted', both(byPublic, atPar)],
];

/** How the nonce of a request is looked at, by policy or by defects of one grant or client. */
export function nonceCare(
  asking: Asking,
  { defects, policy }: { readonly defects: Defects; readonly policy: Policy },
): { nonceOptional: boolean; nonceUnread: boolean } {
  const isHit = ([own, where]: readonly [Defect, Where]): boolean => defects.has(own) && where(asking);
  const isUnused = policy.asNonceFor === 'confidential-clients' && byPublic(asking);
  return { nonceOptional: isUnused || withoutNonce.some(isHit), nonceUnread: isUnused || anyNonce.some(isHit) };
}

import type { Defect, Defects } from '../defects.ts';
import { headerLines, type Incoming } from '../net/message.ts';
import type { Policy } from '../policy.ts';

type Where = (request: Incoming) => boolean;

const atOther: Where = ({ path }) => path === '/resource/other';
const by = (wanted: string): Where => {
  return ({ method }) => method === wanted;
};

const fromLocal: Where = (request) => headerLines(request, 'x-forwarded-for')[0] === '127.0.0.1';

/** Defects of one method, resource or caller alone, each with the defect that has the same effect everywhere. */
const ofPlaces: readonly (readonly [own: Defect, where: Where, everywhere: Defect])[] = [
  ['post-proof-unsigned', by('POST'), 'signature-unchecked'],
  ['post-ath-missing', by('POST'), 'ath-missing-accepted'],
  ['post-replayed', by('POST'), 'replay-accepted'],
  ['bound-as-bearer-on-post', by('POST'), 'bound-as-bearer'],
  ['bound-as-bearer-on-other', atOther, 'bound-as-bearer'],
  ['patch-without-proof', by('PATCH'), 'dpop-without-proof'],
  ['delete-bound-as-bearer', by('DELETE'), 'bound-as-bearer'],
  ['delete-htm-unchecked', by('DELETE'), 'htm-unchecked'],
  ['head-htm-unchecked', by('HEAD'), 'htm-unchecked'],
  ['head-proof-unsigned', by('HEAD'), 'signature-unchecked'],
  ['local-caller-unsigned', fromLocal, 'signature-unchecked'],
  ['local-caller-without-proof', fromLocal, 'dpop-without-proof'],
  ['other-htm-unchecked', atOther, 'htm-unchecked'],
  ['other-htu-unchecked', atOther, 'htu-path-unchecked'],
  ['other-iat-unchecked', atOther, 'iat-unchecked'],
  ['other-jti-missing', atOther, 'jti-missing-accepted'],
  ['other-typ-unchecked', atOther, 'typ-unchecked'],
  ['other-alg-none', atOther, 'alg-none-accepted'],
  ['other-private-key', atOther, 'private-ec-accepted'],
  ['other-two-headers', atOther, 'two-headers-first'],
  ['other-ath-unchecked', atOther, 'ath-unchecked'],
  ['other-empty-header-opens', atOther, 'empty-header-opens'],
];

/** The defects that a request meets. It is the same set where nothing is added, because some defects keep state by it. */
export function defectsAt(request: Incoming, defects: Defects): Defects {
  const found = ofPlaces.filter(([own, where]) => defects.has(own) && where(request));
  return found.length === 0 ? defects : new Set([...defects, ...found.map(([, , everywhere]) => everywhere)]);
}

/** Whether nonces mean something at the resource. */
export function usesNonces(request: Incoming, { rsNonceAt }: Policy): boolean {
  return rsNonceAt === 'all-resources' || atOther(request) === (rsNonceAt === 'other-only');
}

/** How the nonce of a request is looked at, by policy or by defects of one method or resource. */
export function nonceCare(
  request: Incoming,
  { defects, policy }: { readonly defects: Defects; readonly policy: Policy },
): { nonceOptional: boolean; nonceUnread: boolean } {
  const isPost = request.method === 'POST';
  const isUnused = !usesNonces(request, policy);
  return {
    nonceOptional:
      isUnused ||
      (isPost && defects.has('post-nonce-not-demanded')) ||
      (atOther(request) && defects.has('other-nonce-not-demanded')),
    nonceUnread: isUnused || (isPost && defects.has('post-nonce-any-accepted')),
  };
}

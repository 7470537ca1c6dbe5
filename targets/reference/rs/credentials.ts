import { headerLines, mediaType, type Incoming } from '../net/message.ts';
import type { Scheme } from './challenge.ts';
import type { RsContext } from './context.ts';

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly scheme: Scheme; readonly reason: string }
  | { readonly kind: 'token'; readonly scheme: Scheme; readonly token: string };

/** RFC 9110 11.4 and RFC 9449 7.1: one Authorization line with a token68; query and body are never looked at. */
export function readCredentials(request: Incoming, context: RsContext): Credentials {
  const { defects, policy } = context;
  const lines = headerLines(request, 'authorization');
  if (lines.length > 1 && !defects.has('two-authorizations-accepted')) {
    return { kind: 'malformed', scheme: 'DPoP', reason: 'more than one Authorization header field' };
  }
  const [name = '', ...rest] = (lines[0] ?? '').trim().split(' ');
  const scheme = readScheme(name, defects.has('scheme-case-sensitive'));
  if (scheme === undefined || (scheme === 'Bearer' && !policy.rsBearer && !defects.has('bearer-despite-metadata'))) {
    return credentialsElsewhere(request, context);
  }
  const token = defects.has('two-spaces-refused') ? rest.join(' ') : rest.join(' ').trim();
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) {
    return { kind: 'malformed', scheme, reason: 'the credentials are not a token' };
  }
  return { kind: 'token', scheme, token };
}

function readScheme(name: string, sensitive: boolean): Scheme | undefined {
  return (['Bearer', 'DPoP'] as const).find(
    (scheme) => scheme === name || (!sensitive && scheme.toLowerCase() === name.toLowerCase()),
  );
}

/** RFC 6750 2.2 and 2.3 exist only as defects here. */
function credentialsElsewhere(request: Incoming, { defects }: RsContext): Credentials {
  const form =
    mediaType(request) === 'application/x-www-form-urlencoded' ? new URLSearchParams(request.body) : undefined;
  const token =
    (defects.has('query-token-accepted') ? request.query.get('access_token') : null) ??
    (defects.has('form-token-accepted') ? form?.get('access_token') : null);
  return token ? { kind: 'token', scheme: 'Bearer', token } : { kind: 'none' };
}

import { headerLines, mediaType, type Incoming } from '../net/message.ts';
import type { Scheme } from './challenge.ts';
import type { RsContext } from './context.ts';

export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly scheme: Scheme; readonly reason: string }
  | { readonly kind: 'token'; readonly scheme: Scheme; readonly token: string };

/** RFC 9110 11.4 and RFC 9449 7.1: reads one Authorization line with a token68, and never query or body. */
export function readCredentials(request: Incoming, context: RsContext): Credentials {
  const { defects, policy } = context;
  const line = authorizationLine(headerLines(request, 'authorization'), defects);
  if (line === undefined) {
    return { kind: 'malformed', scheme: 'DPoP', reason: 'more than one Authorization header field' };
  }
  // The parser has removed the white space of HTTP. Other space belongs to the value (RFC 9110 5.5).
  const [name = '', ...rest] = line.split(defects.has('tab-taken-for-space') ? /[ \t]/ : ' ');
  const scheme = readScheme(name, defects.has('scheme-case-sensitive'));
  const isUnknown = scheme === 'DPoP' && (defects.has('bearer-in-place') || defects.has('bearer-only'));
  if (
    scheme === undefined ||
    isUnknown ||
    (scheme === 'Bearer' && !policy.rsBearer && !defects.has('bearer-despite-metadata'))
  ) {
    return credentialsElsewhere(request, context);
  }
  const text = defects.has('two-spaces-refused') ? rest.join(' ') : rest.join(' ').replace(/^ +/, '');
  const token = lenientToken(text, defects);
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) {
    return { kind: 'malformed', scheme, reason: 'the credentials are not a token' };
  }
  return { kind: 'token', scheme, token };
}

/** The only line, or none. Only a defect chooses one of several lines. */
function authorizationLine(lines: readonly string[], defects: RsContext['defects']): string | undefined {
  if (lines.length <= 1 || defects.has('two-authorizations-accepted')) return lines[0] ?? '';
  if (defects.has('two-authorizations-last')) return lines.at(-1);
  return defects.has('two-authorizations-bypass') ? lines.find((line) => line.startsWith('Bearer ')) : undefined;
}

function lenientToken(text: string, defects: RsContext['defects']): string {
  if (defects.has('token-quotes-stripped')) return text.replaceAll('"', '');
  if (defects.has('token-parameter-read')) return /^token="([^"]*)"$/.exec(text)?.[1] ?? text;
  if (defects.has('token-trailing-word-ignored')) return text.split(' ')[0] ?? '';
  return defects.has('token-list-first') ? (text.split(',')[0] ?? '') : text;
}

function readScheme(name: string, sensitive: boolean): Scheme | undefined {
  return (['Bearer', 'DPoP'] as const).find(
    (scheme) => scheme === name || (!sensitive && scheme.toLowerCase() === name.toLowerCase()),
  );
}

/** Only defects support the methods of RFC 6750 2.2 and 2.3. */
function credentialsElsewhere(request: Incoming, { defects }: RsContext): Credentials {
  const form =
    mediaType(request) === 'application/x-www-form-urlencoded' ? new URLSearchParams(request.body) : undefined;
  const token =
    (defects.has('query-token-accepted') ? request.query.get('access_token') : null) ??
    (defects.has('form-token-accepted') ? form?.get('access_token') : null);
  return token ? { kind: 'token', scheme: 'Bearer', token } : { kind: 'none' };
}

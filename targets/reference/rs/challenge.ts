import type { Header } from '../net/message.ts';
import type { RsContext } from './context.ts';

export type Scheme = 'Bearer' | 'DPoP';

export interface Fault {
  /** The scheme that the client used. The challenge of this scheme carries the error (RFC 9449 7.2). */
  readonly scheme: Scheme;
  readonly error: string;
  readonly reason: string;
}

export const badTokenReason = 'the access token is not a live one for this resource';

/** RFC 9110 11.6.1, RFC 6750 3 and RFC 9449 7.1: a challenge for every supported scheme, the one in use first. */
export function challengeHeaders(fault: Fault | undefined, context: RsContext): readonly Header[] {
  const { defects, policy } = context;
  if (defects.has('no-challenge')) return [];
  const supported: readonly Scheme[] = policy.rsBearer ? ['Bearer', 'DPoP'] : ['DPoP'];
  const shown: readonly Scheme[] =
    defects.has('challenge-bearer-only') || defects.has('bearer-only') ? ['Bearer'] : supported;
  const first = policy.challengeOrder === 'bearer-first' ? 'Bearer' : fault?.scheme;
  const used = first && shown.includes(first) ? [first] : [];
  const ordered = [...used, ...shown.filter((scheme) => !used.includes(scheme))];
  const challenges = ordered.map((scheme) => challenge(scheme, errorScheme(fault, defects) === scheme, fault, context));
  const values = policy.separateChallenges ? challenges : [challenges.join(', ')];
  const headers = values.map((value) => ['WWW-Authenticate', value] as const);
  return defects.has('proxy-authenticate-sent') ? [...headers, ['Proxy-Authenticate', 'DPoP algs="ES256"']] : headers;
}

function errorScheme(fault: Fault | undefined, defects: RsContext['defects']): Scheme | undefined {
  if (!fault) return defects.has('error-without-credentials') ? 'DPoP' : undefined;
  if (!defects.has('challenge-error-in-bearer')) return fault.scheme;
  return fault.scheme === 'Bearer' ? 'DPoP' : 'Bearer';
}

function challenge(scheme: Scheme, withError: boolean, fault: Fault | undefined, context: RsContext): string {
  const parameters = [
    ...(withError && showsErrors(fault, context) ? errorParameters(fault, context) : []),
    ...(scheme === 'DPoP' ? algsParameter(context) : []),
    ...(context.policy.extraChallengeParams ? extraParameters(context) : []),
  ];
  return parameters.length === 0 ? scheme : `${scheme} ${parameters.join(', ')}`;
}

function showsErrors(fault: Fault | undefined, { policy, defects }: RsContext): boolean {
  if (fault?.scheme === 'Bearer' && defects.has('bearer-error-missing')) return false;
  if (fault?.reason === badTokenReason && defects.has('token-error-missing')) return false;
  return policy.rsErrorCodes && !defects.has('challenge-error-missing');
}

function errorParameters(fault: Fault | undefined, { defects }: RsContext): readonly string[] {
  const { error, reason } = fault ?? { error: 'invalid_token', reason: 'no credentials' };
  const description = defects.has('challenge-unquoted') ? reason : `"${reason}"`;
  return [`error="${error}"`, `error_description=${description}`];
}

function algsParameter({ policy, defects }: RsContext): readonly string[] {
  if (defects.has('algs-missing') || !policy.challengeAlgs) return [];
  const wrong = [...(defects.has('algs-none') ? ['none'] : []), ...(defects.has('algs-unsupported') ? ['PS512'] : [])];
  return [`algs="${[...policy.algs, ...wrong].join(defects.has('algs-comma') ? ',' : ' ')}"`];
}

function extraParameters({ origin, defects }: RsContext): readonly string[] {
  const path = defects.has('resource-metadata-url-other') ? '/other' : '';
  const metadata = `resource_metadata="${origin}/.well-known/oauth-protected-resource${path}"`;
  return ['realm="a \\"quoted\\", realm"', 'scope="read"', metadata, 'x-unknown=token'];
}

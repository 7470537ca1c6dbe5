import { type Arrival, named } from '../arrival.ts';
import { each, type Faults, type Found, type GivenIn } from './fault.ts';

export type Seen = {
  readonly arrivals: readonly Arrival[];
  readonly runs: readonly (readonly Arrival[])[];
  readonly givenIn: GivenIn;
};
type Rule = 'dpop-scheme' | 'token-in-one-place' | 'token-not-in-query' | 'no-proxy-authorization' | 'code-verifier';

export function credentialFault(rule: Rule, { arrivals, runs, givenIn }: Seen): Faults {
  const calls = arrivals.filter(({ presented, server }) => presented.length > 0 && server !== 'as');
  switch (rule) {
    case 'dpop-scheme':
      return each(
        [...boundCalls({ arrivals, runs, givenIn }), ...arrivals.filter(isMalformed)],
        'the scheme DPoP, then the token, with a token of the type DPoP',
        bearerFault,
      );
    case 'token-in-one-place':
      return each(calls, 'the access token in one place', ({ presented }) =>
        presented.length > 1 ? { got: `it in ${presented.length} places` } : undefined,
      );
    case 'token-not-in-query':
      return each(calls, 'no access token in the query of the URI', ({ presented }) =>
        presented.some(({ where }) => where === 'query') ? { got: 'one there' } : undefined,
      );
    case 'no-proxy-authorization':
      return each(arrivals, 'no Proxy-Authorization with the scheme DPoP', ({ fields }) =>
        named(fields, 'proxy-authorization').some((value) => /^dpop\b/i.test(value)) ? { got: 'one' } : undefined,
      );
    case 'code-verifier':
      return verifiers(arrivals);
    default:
      return rule satisfies never;
  }
}

export function boundCalls({ runs, givenIn }: Seen): readonly Arrival[] {
  return runs.flatMap((run) => run.filter((one, index) => isBoundCall(one, run.slice(0, index), givenIn)));
}

/** Where the token was given as another type, or the resource challenges for Bearer alone, Bearer is lawful (§7.2). */
function isBoundCall(arrival: Arrival, before: readonly Arrival[], givenIn: GivenIn): boolean {
  if (arrival.presented.length === 0 || arrival.server === 'as') return false;
  const given = givenIn(arrival).find(({ token }) => arrival.presented.some((one) => one.token.includes(token)));
  if (given?.type.toLowerCase() !== 'dpop') return false;
  const challenges = before
    .filter(({ server, status }) => server === arrival.server && status === 401)
    .flatMap(({ answerFields }) => named(answerFields, 'www-authenticate'));
  return challenges.length === 0 || challenges.some((value) => /\bdpop\b/i.test(value));
}

/** Credentials are a token68 behind the scheme, and nothing else (RFC 9449 §7.1). */
function isMalformed({ fields, server }: Arrival): boolean {
  return (
    server !== 'as' && named(fields, 'authorization').some((value) => /^dpop\b(?! +[\w.~+/-]+=*$)/i.test(value.trim()))
  );
}

function bearerFault(arrival: Arrival): Found {
  const { presented } = arrival;
  if (isMalformed(arrival)) return { got: 'credentials that are no token68' };
  const bearer = presented.find(({ where, scheme }) => where === 'header' && scheme.toLowerCase() !== 'dpop');
  return bearer === undefined ? undefined : { got: `the scheme ${bearer.scheme}` };
}

/** @see https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1 */
function verifiers(arrivals: readonly Arrival[]): Faults {
  const sent = arrivals.filter(({ form }) => form.has('code_verifier'));
  const codes = new Map<string, string>();
  return each(sent, 'a code_verifier of 43 to 128 unreserved characters, new for each code', ({ form }) => {
    const [verifier, code] = [form.get('code_verifier') ?? '', form.get('code') ?? ''];
    const earlier = codes.get(verifier);
    codes.set(verifier, code);
    if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return { got: `one of ${verifier.length} characters` };
    return earlier !== undefined && earlier !== code ? { got: 'one that was used for another code' } : undefined;
  });
}

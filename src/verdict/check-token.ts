import type { CheckOf } from '../suite/checks.ts';
import type { Place } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { isResourcePlace, jktOf, jsonBody, readJwt } from './answer.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';

type TokenCheck = CheckOf<
  'token-type' | 'token-type-matches-binding' | 'cnf-jkt' | 'expires-in-at-most' | 'refresh-token-kept'
>;

/** Checks on what the answer says of an access token. */
export function checkToken(check: TokenCheck, answer: Answer): CheckResult {
  switch (check.check) {
    case 'token-type': {
      const type = tokenType(answer);
      const kept = { DPoP: saysDpop(type), 'exactly-DPoP': type === 'DPoP', 'other-than-DPoP': !saysDpop(type) };
      const ok = kept[check.is];
      return result(type === undefined ? undefined : ok, `token_type ${check.is}`, `token_type ${spelt(type)}`);
    }
    case 'token-type-matches-binding':
      return checkMatch(answer);
    case 'cnf-jkt':
      return checkJkt(check.is, answer);
    case 'expires-in-at-most': {
      const seconds = jsonBody(answer.response)?.['expires_in'];
      if (typeof seconds !== 'number') return result(undefined, 'only where expires_in is there', 'no expires_in');
      return result(seconds <= check.seconds, `expires_in of at most ${check.seconds} s`, `expires_in ${seconds}`);
    }
    case 'refresh-token-kept':
      return checkRotation(answer);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

function checkRotation({ response, refreshToken }: Answer): CheckResult {
  const expected = 'no new refresh token';
  if (refreshToken === undefined) return result(undefined, 'only where a refresh token was sent', 'none');
  const given = jsonBody(response)?.['refresh_token'];
  if (given === undefined) return result(true, expected, 'none');
  return result(given === refreshToken, expected, given === refreshToken ? 'the same one' : 'a new one');
}

function checkMatch(answer: Answer): CheckResult {
  const jkt = readableJkt(answer);
  if (jkt === unreadable) return result(undefined, 'only where the access token can be read', 'opaque access token');
  const type = tokenType(answer);
  const expected = 'token_type DPoP where cnf.jkt is there';
  if (jkt !== undefined) return result(saysDpop(type), expected, `token_type ${spelt(type)}, cnf.jkt there`);
  // A token announced as DPoP may show its key by introspection alone.
  return result(saysDpop(type) ? undefined : true, expected, `token_type ${spelt(type)}, no cnf.jkt`);
}

function checkJkt(is: CheckOf<'cnf-jkt'>['is'], answer: Answer): CheckResult {
  const jkt = readableJkt(answer);
  if (jkt === unreadable) return result(undefined, 'only where the binding can be read', 'opaque access token');
  const got = jkt === undefined ? 'no cnf.jkt' : `cnf.jkt ${JSON.stringify(jkt)}`;
  if (is === 'absent') return result(jkt === undefined, 'no cnf.jkt', got);
  if (is === 'no-other-key' && jkt === undefined) return result(undefined, 'only where cnf.jkt is there', got);
  if (jkt === undefined) return missingJkt(answer);
  if (is === 'present') return result(true, 'cnf.jkt', got);
  if (is === 'well-formed') {
    const ok = typeof jkt === 'string' && /^[A-Za-z0-9_-]{43}$/.test(jkt);
    return result(ok, 'cnf.jkt: 43 characters of base64url', got);
  }
  if (answer.proofJkt === undefined) return result(undefined, 'only where a proof was sent', got);
  return result(jkt === answer.proofJkt, `cnf.jkt ${answer.proofJkt} (RFC 7638 thumbprint of the proof key)`, got);
}

/** A token announced as bound has to show its key somewhere: in itself, or by introspection (RFC 9449 §6). */
function missingJkt(answer: Answer): CheckResult {
  const expected = 'cnf.jkt with the thumbprint of the proof key';
  const claimsNothing = answer.place === 'introspection' ? answer.unbound === true : !saysDpop(tokenType(answer));
  if (claimsNothing) return result(undefined, 'only where the access token is bound', 'an unbound access token');
  const softly = answer.place === 'token' && answer.introspectable === true;
  return { ok: false, expected, got: 'no cnf.jkt', ...(softly ? { atMost: 'warn' } : {}) };
}

const unreadable = Symbol('unreadable');

/** The binding as the answer itself shows it: in the introspection body, or inside a JWT access token. */
function readableJkt({ place, response, binding }: Answer): unknown {
  if (place === 'introspection') return jktOf(jsonBody(response));
  const read = binding ?? bindingIn(place, response);
  return read === undefined ? unreadable : read.jkt;
}

/** What the access token in an answer says of the key that it is bound to; `undefined` where the token cannot be read. */
export function bindingIn(place: Place, response: WireResponse): { readonly jkt?: unknown } | undefined {
  if (place === 'introspection' || isResourcePlace(place)) return undefined;
  const token = jsonBody(response)?.['access_token'];
  const jwt = typeof token === 'string' ? readJwt(token) : undefined;
  if (jwt === undefined) return undefined;
  const jkt = jktOf(jwt.claims);
  return jkt === undefined ? {} : { jkt };
}

function tokenType({ response }: Answer): unknown {
  return jsonBody(response)?.['token_type'];
}

/** RFC 6749 §5.1: the value is compared without case. */
function saysDpop(type: unknown): boolean {
  return typeof type === 'string' && type.toLowerCase() === 'dpop';
}

function spelt(type: unknown): string {
  return typeof type === 'string' ? type : 'none';
}

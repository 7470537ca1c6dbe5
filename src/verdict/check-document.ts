import type { CheckOf } from '../suite/checks.ts';
import { jsonBody } from './answer.ts';
import { isWeakAlg } from './check-challenge.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';
import { mediaTypeOf } from './outcome.ts';
import { checkAuthorizationResponse } from './check-authorization-response.ts';

type ArrayCheck = CheckOf<'json-array-has' | 'json-array-lacks' | 'json-array-within'>;
type MemberCheck = ArrayCheck | CheckOf<'json-member' | 'json-equals' | 'json-array-of-algs' | 'json-no-weak-algs'>;

/** Checks on a JSON document: metadata, introspection. */
export function checkDocument(
  check:
    | MemberCheck
    | CheckOf<
        | 'authorization-response'
        | 'no-front-channel-token'
        | 'json-identifier'
        | 'json-content-type'
        | 'json-no-empty-arrays'
        | 'inactive-is-bare'
      >,
  answer: Answer,
): CheckResult {
  switch (check.check) {
    case 'json-content-type': {
      const mediaType = mediaTypeOf(answer.response);
      return result(mediaType === 'application/json', 'application/json', mediaType || 'no media type');
    }
    case 'json-no-empty-arrays':
      return checkEmptyArrays(answer);
    case 'authorization-response':
    case 'no-front-channel-token':
      return checkAuthorizationResponse(check, answer);
    case 'json-identifier': {
      const got = memberOf(answer, check.member);
      if (answer.identifier === undefined) return result(undefined, 'only where the identifier is known', show(got));
      return result(got === answer.identifier, `${check.member} ${JSON.stringify(answer.identifier)}`, show(got));
    }
    case 'inactive-is-bare':
      return checkInactive(answer);
    default:
      return checkMember(check, memberOf(answer, check.member));
  }
}

/** A server whose clients ask for no code has no response type to name, and RFC 8414 §2 wants the member all the same. */
const mayBeEmpty = 'response_types_supported';

/** RFC 8414 §3.2, RFC 9728 §3.2. */
function checkEmptyArrays({ response }: Answer): CheckResult {
  const members = Object.entries(jsonBody(response) ?? {}).filter(([name]) => name !== mayBeEmpty);
  const empty = members.filter(([, value]) => Array.isArray(value) && value.length === 0).map(([name]) => name);
  return result(empty.length === 0, 'no empty array', empty.join(', ').slice(0, 160) || 'none');
}

function checkInactive({ response }: Answer): CheckResult {
  const body = jsonBody(response);
  const expected = 'active: false and nothing else';
  if (body?.['active'] !== false) return result(undefined, expected, `active ${show(body?.['active'])}`);
  const more = Object.keys(body).filter((name) => name !== 'active');
  return result(
    more.length === 0,
    expected,
    more.length === 0 ? 'active false' : `active false with ${more.join(', ').slice(0, 160)}`,
  );
}

function checkMember(check: MemberCheck, got: unknown): CheckResult {
  const { member } = check;
  switch (check.check) {
    case 'json-equals':
      return result(
        got === undefined ? undefined : isSame(got, check.value),
        `${member} ${JSON.stringify(check.value)}`,
        show(got),
      );
    case 'json-member': {
      const expected = `${member} (${check.type})`;
      if (got === undefined) return result(check.optional === true ? undefined : false, expected, 'absent');
      const type = Array.isArray(got) ? 'array' : typeof got;
      return result(type === check.type, expected, `${type}: ${show(got)}`);
    }
    case 'json-array-of-algs': {
      if (got === undefined) return result(undefined, 'only where the member is present', 'absent');
      return algNames(member, got);
    }
    case 'json-no-weak-algs': {
      if (!Array.isArray(got)) return result(undefined, 'only where the member is an array', show(got));
      const weak = got.filter((alg) => typeof alg !== 'string' || isWeakAlg(alg));
      return result(weak.length === 0, `${member} without none and MAC algorithms`, show(got));
    }
    case 'json-array-has':
    case 'json-array-lacks':
    case 'json-array-within':
      return checkArray(check, got);
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

function checkArray(check: ArrayCheck, got: unknown): CheckResult {
  const { member } = check;
  const values: readonly unknown[] = Array.isArray(got) ? got : [];
  const isThere = Array.isArray(got);
  switch (check.check) {
    case 'json-array-has':
      if (got === undefined && check.optional === true)
        return result(undefined, `${member} with ${check.value}`, 'absent');
      return result(values.includes(check.value), `${member} with ${check.value}`, show(got));
    case 'json-array-lacks':
      return result(isThere ? !values.includes(check.value) : undefined, `${member} without ${check.value}`, show(got));
    case 'json-array-within': {
      const isWithin = values.every((value) => typeof value === 'string' && check.values.includes(value));
      return result(isThere ? isWithin : undefined, `${member} of ${check.values.join(', ')} only`, show(got));
    }
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

/** Names of the IANA registry for JWS, whose spelling is exact. */
const registeredAlgs: readonly string[] = `none HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512
  ES256K EdDSA Ed25519 Ed448 ML-DSA-44 ML-DSA-65 ML-DSA-87`.split(/\s+/);

/** A name that is not registered may have been since, or be private: a fault at most where it is one misspelt. */
function algNames(member: string, got: unknown): CheckResult {
  const expected = `${member}: a non-empty array of registered JWS algorithm names`;
  const ok = Array.isArray(got) && got.length > 0 && got.every((alg) => typeof alg === 'string' && alg.length > 0);
  if (!ok) return result(false, expected, show(got));
  const unknown = (got as readonly string[]).filter((alg) => !registeredAlgs.includes(alg));
  if (unknown.length === 0) return result(true, expected, show(got));
  const misspelt = unknown.some((alg) => registeredAlgs.some((name) => name.toLowerCase() === alg.toLowerCase()));
  const breach = result(false, expected, `not registered: ${show(unknown)}`);
  return misspelt ? breach : { ...breach, atMost: 'warn' };
}

function memberOf({ response }: Answer, member: string): unknown {
  return jsonBody(response)?.[member];
}

function isSame(got: unknown, wanted: string | boolean | number): boolean {
  if (typeof got === 'string' && typeof wanted === 'string') return got.toLowerCase() === wanted.toLowerCase();
  return got === wanted;
}

function show(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

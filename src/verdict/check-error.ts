import type { CheckOf } from '../suite/checks.ts';
import { challengesOf, errorCode, isResourcePlace, jsonBody } from './answer.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';
import { mediaTypeOf } from './outcome.ts';

type ErrorCheck = CheckOf<'error' | 'error-status' | 'error-spelling' | 'error-json' | 'no-error-information'>;

const registered: readonly string[] = ['invalid_dpop_proof', 'use_dpop_nonce'];
/** RFC 6750 §3.1; `invalid_request` may be a 401 too where it stands in a challenge (RFC 9449 §7.1). */
const statuses: Readonly<Record<string, number | undefined>> = { invalid_token: 401, insufficient_scope: 403 };
/** RFC 6749 §5.2: 400, unless specified otherwise, which it is for `invalid_client` alone. RFC 9449 §8 has its own rule. */
const malformed: readonly string[] = [
  'invalid_request',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'invalid_dpop_proof',
];
const informative = ['error', 'error_description', 'error_uri'];

export function checkError(check: ErrorCheck, { response, place }: Answer): CheckResult {
  const error = errorCode(response, place);
  const got = error === undefined ? 'no error code' : `error ${JSON.stringify(error)}`;
  switch (check.check) {
    case 'error': {
      const expected = `error ${check.in.join(' or ')}`;
      if (error === undefined) return result(check.whereNamed === true ? undefined : false, expected, got);
      return result(check.in.includes(error), expected, got);
    }
    case 'error-status': {
      const due = isResourcePlace(place) ? statuses[error ?? ''] : malformed.includes(error ?? '') ? 400 : undefined;
      const status = `status ${response.status}`;
      if (due === undefined) return result(undefined, 'only for codes with a status of their own', got);
      return result(response.status === due, `status ${due} with ${error}`, status);
    }
    case 'error-spelling': {
      const expected = 'invalid_dpop_proof or use_dpop_nonce, spelled so';
      if (error === undefined || !/dpop/i.test(error)) return result(undefined, expected, got);
      return result(registered.includes(error), expected, got);
    }
    case 'error-json': {
      const mediaType = mediaTypeOf(response);
      const json = typeof jsonBody(response)?.['error'] === 'string' && mediaType === 'application/json';
      return result(json, 'application/json with a string "error"', `${mediaType || 'no media type'}, ${got}`);
    }
    case 'no-error-information': {
      const named = challengesOf(response).flatMap(({ params }) => informative.filter((name) => params.has(name)));
      return result(named.length === 0, 'no error information in a challenge', named.join(', ') || 'none');
    }
    default:
      check satisfies never;
      return result(undefined, '', '');
  }
}

import type { Transcript } from '../record/transcript.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import type { WatchScope } from '../suite/schema.ts';
import { fieldValues } from './answer.ts';
import { isByTheContainer } from './container.ts';

/** Whether a watch looks at this exchange. */
export function isInScope(scope: WatchScope, event: ExchangeEvent): boolean {
  const { outcome, fault, transcript } = event;
  const { request, response } = transcript;
  if (response === undefined) return false;
  const { status } = response;
  // What OPTIONS is answered is neither a token nor an error of OAuth.
  const isOptions = request.method === 'OPTIONS';
  switch (scope) {
    case 'all':
      return true;
    case 'status-401':
      return status === 401;
    case 'proof-refused':
      return isProofRefused(event);
    case 'proof-refused-by-name':
      return isProofRefused(event) && isNamed(event) && !isMalformedRequest(event);
    case 'token-refused':
      return isTokenRefused(event) && isNamed(event);
    case 'credentials-refused':
      return isProofRefused(event) || isTokenRefused(event);
    case 'no-credentials':
      return !carriesCredentials(request) && event.proof === undefined;
    case 'token-issued':
      return event.place === 'token' && outcome.class === 'accepted' && !isOptions;
    case 'nonce-sent':
      return fieldValues(response, 'dpop-nonce').length > 0;
    case 'challenged':
      return outcome.class === 'challenged';
    case 'errors':
      return (
        isClientError(status) && outcome.class !== 'accepted' && fault !== 'request' && !isOptions && !isSetAside(event)
      );
    case 'accepted':
      return outcome.class === 'accepted' && !isOptions;
    default:
      scope satisfies never;
      return false;
  }
}

function isClientError(status: number): boolean {
  return status >= 400 && status < 500;
}

function isSetAside(event: ExchangeEvent): boolean {
  return isByTheContainer(event) || isThrottled(event);
}

function isRefusedTest({ purpose, outcome }: ExchangeEvent): boolean {
  return purpose === 'tested' && outcome.class === 'refused';
}

function isProofRefused(event: ExchangeEvent): boolean {
  const { fault, outcome } = event;
  return isRefusedTest(event) && fault === 'proof' && outcome.error !== 'invalid_client' && !isByTheContainer(event);
}

function isTokenRefused(event: ExchangeEvent): boolean {
  const isOfToken = event.fault === 'access-token' || event.fault === 'binding';
  return isOfToken && isRefusedTest(event) && !isByTheContainer(event);
}

/** An answer without a code, or with one spelt otherwise than registered, is judged by rules of its own: one cause is shown once. */
function isNamed({ outcome: { error } }: ExchangeEvent): boolean {
  return error !== undefined && (!/dpop/i.test(error) || registered.includes(error));
}

const registered: readonly string[] = ['invalid_dpop_proof', 'use_dpop_nonce'];

/** Two proofs make the whole request malformed (RFC 6749 §5.2, RFC 6750 §3.1): `invalid_request` names that as well. */
function isMalformedRequest({ outcome, transcript }: ExchangeEvent): boolean {
  const proofs = transcript.request.fields.filter(([name]) => name.toLowerCase() === 'dpop');
  const isDoubled = proofs.length > 1 || proofs.some(([, value]) => /^[^{]*,/.test(value));
  return isDoubled && outcome.error === 'invalid_request';
}

function carriesCredentials({ url, fields, body }: Transcript['request']): boolean {
  return (
    fields.some(([name]) => /^(proxy-)?authorization$/i.test(name)) ||
    /(^|[?&])access_token=/.test(`${url}&${body ?? ''}`)
  );
}

/** A server that asks for a pause (RFC 6585 §4) reports no error of the protocol, and often stands in front of the one under test. */
function isThrottled({ outcome }: ExchangeEvent): boolean {
  return outcome.class === 'throttled';
}

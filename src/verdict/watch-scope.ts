import type { Transcript } from '../record/transcript.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import type { WatchScope } from '../suite/schema.ts';
import { fieldValues } from './answer.ts';

/** Whether a watch looks at this exchange. */
export function isInScope(scope: WatchScope, event: ExchangeEvent): boolean {
  const { outcome, purpose, fault, transcript } = event;
  const { request, response } = transcript;
  if (response === undefined) return false;
  const { status } = response;
  const isRefusedTest = purpose === 'tested' && outcome.class === 'refused';
  switch (scope) {
    case 'all':
      return true;
    case 'status-401':
      return status === 401;
    case 'proof-refused':
      return isRefusedTest && fault === 'proof' && outcome.error !== 'invalid_client' && !isByTheEdge(status);
    case 'token-refused':
      return isRefusedTest && (fault === 'access-token' || fault === 'binding');
    case 'no-credentials':
      return !carriesCredentials(request) && event.proof === undefined;
    case 'token-issued':
      return event.place === 'token' && outcome.class === 'accepted';
    case 'nonce-sent':
      return fieldValues(response, 'dpop-nonce').length > 0;
    case 'errors':
      return status >= 400 && status < 500 && fault !== 'request' && !isByTheEdge(status) && !isThrottled(event);
    case 'accepted':
      return outcome.class === 'accepted';
    default:
      scope satisfies never;
      return false;
  }
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

/** Size limits are often enforced before the server that knows DPoP sees the request. */
function isByTheEdge(status: number): boolean {
  return status === 413 || status === 414 || status === 431 || status === 421;
}

import type { Failure } from '../record/transcript.ts';
import type { Outcome } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { errorCode, fieldValues, jsonBody } from './answer.ts';

/** What counts as the lawful answer of a resource; other places have theirs from the RFCs. */
export type LawfulAnswer = {
  readonly status?: number | undefined;
  readonly contains?: string | undefined;
  readonly mediaTypes?: ReadonlySet<string> | undefined;
};

/** An exchange as it went, or as a record keeps it. */
type Exchanged = {
  readonly request: { readonly method: string };
  readonly response?: WireResponse | undefined;
  readonly failure?: Failure | undefined;
};

/** Sorts an answer into one of a few classes. Looks at the content, not only at the status. */
export function classify(place: Place, exchange: Exchanged, lawful: LawfulAnswer = {}): Outcome {
  const { response, failure } = exchange;
  if (response === undefined) {
    return { class: 'failed', text: failure === undefined ? 'no answer' : `${failure.kind}: ${failure.message}` };
  }
  const { status } = response;
  const lack = lackBy(status, lawful) ?? lackOf(place, response, exchange.request.method, lawful);
  const error = errorCode(response, place);
  const described = { status, ...(error === undefined ? {} : { error }) };
  const text = `${status}${error === undefined ? '' : ` ${error}`}`;
  if (status === 429 || status === 503) return { class: 'throttled', ...described, text };
  // A method that the server does not know, or does not support, is answered so (RFC 9110 §15.6.2).
  if (status >= 500 && status !== 501 && status !== lawful.status) return { class: 'crashed', ...described, text };
  if (lack === undefined) return { class: 'accepted', ...described, text: `${text}${tokenNote(place, response)}` };
  if (error === 'use_dpop_nonce') return { class: 'challenged', ...described, text };
  if (lack === 'error') return { class: 'refused', ...described, text };
  return { class: 'unclear', ...described, text: `${text}, but ${lack}` };
}

/** The end of an authorization flow (RFC 6749 §4.1.2): a code, an error response, or an error page. */
export function classifyAuthorization(
  exchange: Pick<Exchanged, 'response'>,
  params: Readonly<Record<string, string>>,
): Outcome {
  const code = params['code'] !== undefined;
  const error = params['error'];
  const status = exchange.response?.status;
  const token = params['access_token'] !== undefined;
  const named = error ?? (exchange.response === undefined ? undefined : errorCode(exchange.response, 'authorization'));
  const text = `${status ?? 'no status'}${code ? ', a code' : token ? ', an access token' : named === undefined ? ', an error page' : ` ${named}`}`;
  return {
    class: code ? 'accepted' : 'refused',
    ...(status === undefined ? {} : { status }),
    ...(named === undefined ? {} : { error: named }),
    text,
  };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Why the status is not the lawful one; `error` for a refusal. A lawful answer need not be a 2xx (docs/descriptor.md). */
function lackBy(status: number, lawful: LawfulAnswer): string | undefined {
  const { status: wanted } = lawful;
  if (wanted === undefined || status === wanted)
    return wanted === undefined && !isSuccess(status) ? 'error' : undefined;
  return isSuccess(status) ? `the lawful answer has status ${wanted}` : 'error';
}

/** Why a 2xx answer is not the lawful one; `error` when it is a refusal in disguise. */
function lackOf(place: Place, response: WireResponse, method: string, lawful: LawfulAnswer): string | undefined {
  // A preflight asks for nothing but permission, wherever it goes.
  if (method === 'OPTIONS' && place !== 'resource') return undefined;
  const body = jsonBody(response);
  switch (place) {
    case 'token':
      if (typeof body?.['access_token'] === 'string') return undefined;
      return typeof body?.['error'] === 'string' ? 'error' : 'no access_token in the body';
    case 'par':
      if (typeof body?.['request_uri'] === 'string') return undefined;
      return typeof body?.['error'] === 'string' ? 'error' : 'no request_uri in the body';
    case 'authorization':
      return 'it is not the end of an authorization flow';
    case 'registration':
    case 'client-configuration':
      if (typeof body?.['client_id'] === 'string') return undefined;
      return typeof body?.['error'] === 'string' ? 'error' : 'no client_id in the body';
    case 'introspection':
      return typeof body?.['active'] === 'boolean' ? undefined : 'no boolean "active" in the body';
    case 'metadata':
    case 'resource-metadata':
      return body === undefined ? 'the body is not a JSON object' : undefined;
    case 'resource':
      return method === 'HEAD' ? undefined : resourceLack(response, lawful);
    default:
      place satisfies never;
      return undefined;
  }
}

/** Codes of RFC 6750 §3.1 and RFC 9449 §7.1: a 2xx answer that names one is a refusal with the wrong status. */
const refusals: readonly (string | undefined)[] = [
  'invalid_token',
  'invalid_request',
  'insufficient_scope',
  'invalid_dpop_proof',
  'use_dpop_nonce',
];

function resourceLack(response: WireResponse, lawful: LawfulAnswer): string | undefined {
  if (lawful.contains !== undefined) {
    if (response.body.includes(lawful.contains)) return wrongType(response, lawful);
    return isSuccess(response.status) ? `the body lacks ${JSON.stringify(lawful.contains)}` : 'error';
  }
  const error = errorCode(response, 'resource');
  return refusals.includes(error) ? 'it names an error' : wrongType(response, lawful);
}

function wrongType(response: WireResponse, { mediaTypes }: LawfulAnswer): string | undefined {
  const got = mediaTypeOf(response);
  if (mediaTypes === undefined || mediaTypes.has(got)) return undefined;
  const usual = [...mediaTypes].map((type) => type || 'of none').join(' or ');
  return `it is ${got === '' ? 'of no media type' : got} where the lawful answer is ${usual}`;
}

const longestType = 256;

export function mediaTypeOf(response: WireResponse): string {
  const type = (fieldValues(response, 'content-type')[0] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type.length > longestType ? `a text of ${type.length} characters` : type;
}

function tokenNote(place: Place, response: WireResponse): string {
  const type = place === 'token' ? jsonBody(response)?.['token_type'] : undefined;
  return typeof type === 'string' ? `, token_type ${type.slice(0, 20)}` : '';
}

import type { Failure } from '../record/transcript.ts';
import { type Address, addressOf, addressVia } from './address.ts';
import { breaksLines, closingFields, completeFields, isOrdinary, needsRaw } from './request.ts';
import type { FieldLine, WireRequest } from './types.ts';

/** A request with the address it goes to and all its field lines. */
export type PreparedRequest = {
  readonly request: WireRequest;
  readonly address: Address;
  readonly fields: readonly FieldLine[];
};

/** `direct` for ordinary requests, `pooled` for what Node's client has to frame, `raw` for what it would not send. */
export type Prepared = PreparedRequest & { readonly way: 'direct' | 'pooled' | 'raw' };

/** A failure where the request must not be sent. */
export function prepare(request: WireRequest, isAllowed: (address: Address) => boolean): Prepared | Failure {
  const named = addressOf(request.url);
  if (named === undefined) return { kind: 'not-allowed', message: `not an absolute http(s) URL: ${request.url}` };
  const address = addressVia(named, request.via);
  if (address === undefined) return { kind: 'not-allowed', message: `not an origin: ${request.via}` };
  for (const [one, text] of [[named, named.authority] as const, [address, request.via] as const]) {
    if (isAllowed(one)) continue;
    const message = `${text} is not an allowed host; name it under "allow" in the descriptor`;
    return { kind: 'not-allowed', message };
  }
  if (request.raw !== true && breaksLines(request)) {
    return { kind: 'not-allowed', message: 'a line break in the head of a request needs raw: true' };
  }
  const fields = completeFields(request, address);
  const raw = request.raw === true || needsRaw(request, address, fields);
  if (raw) return { request, address, fields: closingFields(fields), way: 'raw' };
  return { request, address, fields, way: isOrdinary(request, fields) ? 'direct' : 'pooled' };
}

import type { Entry, Header, PostData, QueryString, Request, Response } from 'har-format';
import type { ExchangeEvent } from '../../record/schema.ts';

/** One exchange as it stands in the record, whose secrets are masked. What HAR has no word for is in `_proofmark`. */
export function entryOf(exchange: ExchangeEvent): Entry {
  const { id, target, instance, purpose, place, outcome, delta, fault, transcript } = exchange;
  const { startedAt, totalMs, firstByteMs = totalMs, failure, request } = transcript;
  const wait = Math.min(firstByteMs, totalMs);
  return {
    startedDateTime: startedAt,
    time: totalMs,
    request: requestOf(transcript.request),
    response: responseOf(transcript),
    cache: {},
    timings: { send: 0, wait, receive: totalMs - wait },
    comment: `${instance}, ${purpose}: ${outcome.text}`,
    ...(failure === undefined ? {} : { _error: `${failure.kind}: ${failure.message}` }),
    _proofmark: { id, target, instance, purpose, place, outcome, delta, fault, url: request.url, via: request.via },
  };
}

function requestOf({ method, url, fields, body }: ExchangeEvent['transcript']['request']): Request {
  return {
    method,
    url: validUrl(url),
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(fields),
    queryString: queryOf(url),
    ...(body === undefined ? {} : { postData: postDataOf(fields, body) }),
    headersSize: -1,
    bodySize: body === undefined ? 0 : Buffer.byteLength(body),
  };
}

/** Where there was no answer, the status is 0, as browsers write it. */
function responseOf({ response, failure }: ExchangeEvent['transcript']): Response {
  const { status = 0, fields = [], body = '', bodyBytes = 0 } = response ?? {};
  const isCut = Buffer.byteLength(body) < bodyBytes;
  return {
    status,
    statusText: failure === undefined ? '' : failure.kind,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(fields),
    content: {
      size: bodyBytes,
      mimeType: fieldOf(fields, 'content-type') ?? 'x-unknown',
      text: body,
      ...(isCut ? { comment: `cut; ${bodyBytes} bytes were received` } : {}),
    },
    redirectURL: fieldOf(fields, 'location') ?? '',
    headersSize: -1,
    bodySize: bodyBytes,
  };
}

type Fields = readonly (readonly [string, string])[];

function headersOf(fields: Fields): Header[] {
  return fields.map(([name, value]) => ({ name, value }));
}

function fieldOf(fields: Fields, wanted: string): string | undefined {
  return fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function postDataOf(fields: Fields, body: string): PostData {
  const mimeType = fieldOf(fields, 'content-type') ?? '';
  return { mimeType, text: body };
}

/** A mask, or an odd target of a request, has characters that no URL has. They are percent-encoded; the URL as sent is beside. */
function validUrl(url: string): string {
  return url
    .toWellFormed()
    .replaceAll(/[^\u0021-\u007e]|["<>\\^`{|}]/gu, encodeURIComponent)
    .replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25');
}

function queryOf(url: string): QueryString[] {
  const start = url.indexOf('?');
  if (start < 0) return [];
  const end = url.indexOf('#', start);
  const query = new URLSearchParams(url.slice(start + 1, end < 0 ? undefined : end));
  return [...query].map(([name, value]) => ({ name, value }));
}

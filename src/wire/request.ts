import type { Address } from './address.ts';
import type { FieldLine, WireRequest } from './types.ts';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const target = /^[\x21-\x7e]+$/;
const lineBreak = /[\r\n]/;

const hasField = (fields: readonly FieldLine[], name: string): boolean =>
  fields.some(([each]) => each.toLowerCase() === name);

/** The caller's field lines, untouched, and the two that a message needs: `Host` first, `Content-Length` last. */
export function completeFields({ method, fields, body }: WireRequest, { authority }: Address): readonly FieldLine[] {
  const complete: FieldLine[] = hasField(fields, 'host') ? [] : [['Host', authority]];
  complete.push(...fields);
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  const expected = body !== undefined || method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (expected && !hasField(fields, 'content-length') && !hasField(fields, 'transfer-encoding')) {
    complete.push(['Content-Length', String(length)]);
  }
  return complete;
}

/** Asks the server to close the connection after this one request. */
export const closingFields = (fields: readonly FieldLine[]): readonly FieldLine[] =>
  hasField(fields, 'connection') ? fields : [...fields, ['Connection', 'close']];

/** Whether Node's client would refuse or rewrite the request: it upper-cases methods and checks characters. */
export const needsRaw = ({ method }: WireRequest, { target: path }: Address, fields: readonly FieldLine[]): boolean =>
  !token.test(method) ||
  method !== method.toUpperCase() ||
  !target.test(path) ||
  !fields.every(([name, value]) => token.test(name) && fieldValue.test(value));

/** A line break in the head would make two requests of one; only a request that asks for `raw` may do that. */
export const breaksLines = (request: WireRequest): boolean =>
  lineBreak.test(request.method) ||
  lineBreak.test(request.url) ||
  request.fields.some(([name, value]) => lineBreak.test(name) || lineBreak.test(value));

/** Fields that change how Node's client frames the message or treats the connection. */
const special = /^(?:connection|proxy-connection|transfer-encoding|expect|upgrade|trailer)$/i;

/** Whether a request that need not be raw can go out as a plain head and body over a kept connection. */
export const isOrdinary = ({ method }: WireRequest, fields: readonly FieldLine[]): boolean =>
  method !== 'CONNECT' && !fields.some(([name]) => special.test(name));

export function headText(method: string, target: string, fields: readonly FieldLine[]): string {
  let text = `${method} ${target} HTTP/1.1\r\n`;
  for (const [name, value] of fields) text += `${name}: ${value}\r\n`;
  return `${text}Connection: keep-alive\r\n\r\n`;
}

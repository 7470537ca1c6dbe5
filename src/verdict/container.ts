import type { ExchangeEvent } from '../record/schema.ts';
import type { Transcript } from '../record/transcript.ts';
import { fieldValues } from './answer.ts';

type Request = Transcript['request'];

/**
 * The answer may come from the HTTP container and not from the server that knows DPoP: HTTP itself allows to refuse such a
 * request, and nothing in the answer speaks OAuth.
 */
export function isByTheContainer({ outcome, transcript }: Pick<ExchangeEvent, 'outcome' | 'transcript'>): boolean {
  const { request, response } = transcript;
  if (response === undefined) return false;
  if (isLimit(response.status)) return true;
  const speaksOAuth = outcome.error !== undefined || fieldValues(response, 'www-authenticate').length > 0;
  return !speaksOAuth && response.status !== 401 && mayBeStopped(request);
}

/** Limits of size, and requests for another server, are often enforced before the server that knows DPoP sees the request. */
function isLimit(status: number): boolean {
  return status === 413 || status === 414 || status === 431 || status === 421;
}

/** Sizes that a container may refuse (RFC 9110 §5.4); the smallest usual limits, in octets and in field lines. */
const limits = { octets: 4096, lines: 40 };

/** RFC 9110 §5.4, §5.5 and §9.1, RFC 9112 §3.2: what is too large, no text, a method nobody knows, or for another host. */
function mayBeStopped({ method, url, fields }: Request): boolean {
  const octets = fields.reduce((size, line) => size + sizeOf(line), 0);
  if (octets > limits.octets || fields.length > limits.lines) return true;
  if (!methods.has(method) || hasOddHost(url, fields)) return true;
  return fields.some(([name, value]) => !/^[\t\x20-\x7e]*$/.test(`${name}${value.replaceAll(mark, '')}`));
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']);

/** What the record puts in the place of a secret, or of the rest of a long text. */
const mark = /\n?‹[^›]*›/g;

function sizeOf([name, value]: readonly [string, string]): number {
  const cut = /‹(\d+) more characters not kept[^›]*›$/.exec(value)?.[1];
  return name.length + value.length + Number(cut ?? 0);
}

function hasOddHost(url: string, fields: Request['fields']): boolean {
  const due = URL.parse(url)?.host;
  const hosts = fields.filter(([name]) => name.trim().toLowerCase() === 'host');
  return hosts.some(([, value]) => value.toLowerCase() !== due);
}

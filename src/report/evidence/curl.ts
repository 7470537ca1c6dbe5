import type { Transcript } from '../../record/transcript.ts';
import { maskPattern } from '../text/mask.ts';
import { shellQuotedSecrets, shellWord } from '../text/shell.ts';

type Request = Transcript['request'];

/** Field names that curl would add or send with a value of its own. */
const added = ['accept', 'user-agent', 'content-type'] as const;

/**
 * The request as a curl command that puts the same bytes on the wire (HTTP/1.1), or `undefined` where curl cannot:
 * control and non-ASCII characters in the request line or a field, invisible ones in the body, a part that was not kept.
 */
export function curlLine({ method, url, via, fields, body }: Request): string | undefined {
  const head = [method, url, ...fields.flat()].map(withoutMasks);
  if (head.some((text) => /[^\t\u0020-\u007e]/.test(text)) || fields.some(([name]) => !isFieldName(name)))
    return undefined;
  if (body !== undefined && (!isReadable(body) || withoutMasks(body).includes('‹'))) return undefined;
  const elsewhere = via === undefined ? [] : connectTo(via, url);
  if (elsewhere === undefined) return undefined;
  const options = [
    'curl -sS -i -g --http1.1 --path-as-is',
    ...elsewhere,
    `-X ${shellWord(method)}`,
    ...fields.filter(([name, value]) => !isCurlsOwn(name, value, url, body)).map(fieldOption),
    ...suppressed(fields, body).map((name) => `-H '${name}:'`),
    ...(body === undefined ? [] : [`--data-raw ${shellQuotedSecrets(body)}`]),
    shellQuotedSecrets(url),
  ];
  return options.join(' ');
}

/** curl drops a field that is given as `Name:`; an empty one is asked for as `Name;`. */
function fieldOption([name, value]: readonly [string, string]): string {
  return `-H ${shellQuotedSecrets(value.trim() === '' ? `${name};` : `${name}: ${value}`)}`;
}

/** Fields that curl writes by itself just as they were sent. */
function isCurlsOwn(name: string, value: string, url: string, body: string | undefined): boolean {
  switch (name.toLowerCase()) {
    case 'host':
      return value === hostOf(url);
    case 'content-length':
      return body !== undefined && (value === String(Buffer.byteLength(body)) || withoutMasks(body) !== body);
    default:
      return false;
  }
}

function suppressed(fields: Request['fields'], body: string | undefined): readonly string[] {
  const names = new Set(fields.map(([name]) => name.toLowerCase()));
  return added.filter((name) => !names.has(name) && (name !== 'content-type' || body !== undefined));
}

/** The option that sends only the connection elsewhere; the scheme stays that of the URL. */
function connectTo(origin: string, url: string): readonly string[] | undefined {
  const { hostname = '', port = '', protocol = '' } = URL.parse(withoutMasks(origin)) ?? {};
  if (hostname === '' || !url.toLowerCase().startsWith(`${protocol}//`)) return undefined;
  return [`--connect-to ${shellWord(`::${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`)}`];
}

function hostOf(url: string): string | undefined {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1];
}

function withoutMasks(text: string): string {
  return text.replaceAll(maskPattern, '');
}

/** Without characters that no shell takes (NUL), or that would make the line read otherwise than it runs. */
function isReadable(text: string): boolean {
  return !/[\p{Cf}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/u.test(text);
}

/** RFC 9110 §5.6.2; a name that starts with `@` would make curl read a file. */
function isFieldName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

import type { HtuEdit } from '../../plan/values.ts';

/** The lawful `htu` of a request: its URI without query and fragment (RFC 9449 §4.2), spelled as it was requested. */
/** The fullwidth form of a letter or digit. Unicode compatibility folding turns it back. */
export function fullwidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 0xfee0);
}

export function lawfulHtu(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

type Parts = { readonly scheme: string; readonly host: string; readonly port: string; readonly path: string };

function split(htu: string): Parts {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:]*)(:\d+)?(.*)$/i.exec(htu);
  return { scheme: match?.[1] ?? '', host: match?.[2] ?? '', port: match?.[3] ?? '', path: match?.[4] ?? '' };
}

function join(parts: Parts): string {
  return `${parts.scheme}://${parts.host}${parts.port}${parts.path}`;
}

/** Applies one edit to a lawful `htu`. The result is `undefined` where the URI has nothing to edit in this way. */
export function editHtu(htu: string, edit: HtuEdit, requestUrl: string): string | undefined {
  const parts = split(htu);
  const { scheme, host, port, path } = parts;
  switch (edit) {
    case 'other-path':
      return join({ ...parts, path: '/proofmark-other-path' });
    case 'path-prefix':
      // A path without its trailing slash is another spelling and no prefix.
      return path.length > 1 ? join({ ...parts, path: path.replace(/\/[^/]*\/?$/, '') || '/' }) : undefined;
    case 'path-suffix':
      return join({ ...parts, path: `${path.replace(/\/$/, '')}/extra` });
    case 'sibling-path':
      return path.length > 1 ? join({ ...parts, path: `${path.replace(/\/$/, '')}x` }) : undefined;
    case 'origin-only':
      return path.length > 1 ? `${scheme}://${host}${port}` : undefined;
    case 'path-only':
      return path === '' ? '/' : path;
    case 'other-host':
      return join({ ...parts, host: otherHost, port: '' });
    case 'host-suffix':
      return join({ ...parts, host: `${host}.${otherHost}` });
    case 'other-scheme':
      return join({ ...parts, scheme: scheme === 'https' ? 'http' : 'https' });
    case 'other-port':
      return join({ ...parts, port: `:${otherPort(port.slice(1))}` });
    case 'empty':
      return '';
    case 'wildcard':
      return '*';
    case 'not-a-uri':
      return 'not a URI';
    case 'request-query':
      return requestUrl === htu ? undefined : requestUrl;
    default:
      return misplace(parts, edit);
  }
}

type Misplacement = Extract<
  HtuEdit,
  | 'host-dot'
  | 'host-prefix'
  | 'parent-path'
  | 'double-slash'
  | 'matrix'
  | 'encode-slash'
  | 'fullwidth-path'
  | 'fullwidth-host'
  | 'loopback-name'
>;

/** URIs that a careless comparison takes for the lawful one. */
function misplace(parts: Parts, edit: Misplacement | Respelling): string | undefined {
  const { host, path } = parts;
  const named = !host.startsWith('[');
  switch (edit) {
    case 'host-dot':
      return named && !host.endsWith('.') ? join({ ...parts, host: `${host}.` }) : undefined;
    case 'host-prefix':
      return named ? join({ ...parts, host: `evil.${host}` }) : undefined;
    case 'parent-path':
      return join({ ...parts, path: `/proofmark${path}` });
    case 'double-slash':
      return changed(parts, { path: path.replace(/\/(?=[^/]*$)/, '//') });
    case 'loopback-name':
      return changed(parts, { host: loopbackNames[host] ?? host });
    case 'matrix':
      return join({ ...parts, path: `${path === '' ? '/' : path};x=1` });
    case 'encode-slash':
      return changed(parts, { path: path.replace(/(?<=[^/])\/(?=[^/]+$)/, '%2F') });
    case 'fullwidth-path':
      return changed(parts, { path: path.replace(/(?<!%|%[0-9a-f])[a-z0-9](?=[^a-z0-9]*$)/i, fullwidth) });
    case 'fullwidth-host':
      return changed(parts, { host: host.replace(/[a-z0-9]/i, fullwidth) });
    default:
      return respell(parts, edit);
  }
}

/** Two names of one machine still count as two hosts (RFC 3986 §6.2.3). */
const loopbackNames: Readonly<Record<string, string | undefined>> = {
  localhost: '127.0.0.1',
  '127.0.0.1': 'localhost',
  '[::1]': 'localhost',
};

type Respelling = Extract<
  HtuEdit,
  | 'upper-path'
  | 'trailing-slash'
  | 'userinfo'
  | 'decode-reserved'
  | 'upper-scheme'
  | 'upper-host'
  | 'default-port'
  | 'percent-unreserved'
  | 'lower-hex'
  | 'dot-segments'
  | 'empty-path'
  | 'query'
  | 'fragment'
  | 'leading-space'
>;

/** Spellings that may or may not name the same resource (RFC 3986 §6.2.2, §6.2.3). */
function respell(parts: Parts, edit: Respelling): string | undefined {
  const { scheme, host, port, path } = parts;
  switch (edit) {
    case 'upper-path':
      // Hex digits of escapes have no case (RFC 3986 §6.2.2.1).
      return changed(parts, { path: path.replace(/%[0-9a-f]{2}|[a-z]+/gi, upperLetters) });
    case 'trailing-slash':
      return path.length > 1 && !path.endsWith('/') ? join({ ...parts, path: `${path}/` }) : undefined;
    case 'userinfo':
      return join({ ...parts, host: `user:pass@${host}` });
    case 'decode-reserved':
      return changed(parts, { path: path.replace(/%(40|3A|2C|3B|21|24|26)/gi, (code) => decodeURIComponent(code)) });
    case 'upper-scheme':
      return join({ ...parts, scheme: scheme.toUpperCase() });
    case 'upper-host':
      return changed(parts, { host: host.toUpperCase() });
    case 'default-port':
      return defaultPort(parts);
    case 'percent-unreserved':
      return changed(parts, { path: path.replace(/(?<!%|%[0-9a-f])[a-z0-9~._-](?=[^/]*$)/i, percentEncode) });
    case 'lower-hex':
      return changed(parts, { path: path.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()) });
    case 'dot-segments':
      return join({ ...parts, path: `/proofmark/..${path === '' ? '/' : path}` });
    case 'empty-path':
      return path === '/' ? `${scheme}://${host}${port}` : undefined;
    case 'query':
      return `${join(parts)}?a=b`;
    case 'fragment':
      return `${join(parts)}#c`;
    case 'leading-space':
      return ` ${join(parts)}`;
    default:
      edit satisfies never;
      return undefined;
  }
}

/** Never resolved and never contacted (RFC 2606). */
export const otherHost = 'other.example';

/** A port that is not the one of the request. */
export function otherPort(port: string): string {
  return port === '8444' ? '8445' : '8444';
}

function changed(parts: Parts, change: Partial<Parts>): string | undefined {
  const edited = join({ ...parts, ...change });
  return edited === join(parts) ? undefined : edited;
}

function upperLetters(text: string): string {
  return text.startsWith('%') ? text : text.toUpperCase();
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function defaultPort(parts: Parts): string | undefined {
  const byScheme = parts.scheme === 'https' ? ':443' : ':80';
  if (parts.port === '') return join({ ...parts, port: byScheme });
  return parts.port === byScheme ? join({ ...parts, port: '' }) : undefined;
}

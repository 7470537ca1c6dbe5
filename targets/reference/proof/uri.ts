import type { Defects } from '../defects.ts';

export interface UriParts {
  readonly scheme: string;
  readonly userinfo: boolean;
  readonly host: string;
  readonly port: string;
  readonly path: string;
  readonly query: string | undefined;
  readonly fragment: string | undefined;
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };
const syntax = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
const authoritySyntax = /^(?:([^@]*)@)?(\[[0-9A-Fa-f:.]+\]|[^:[\]@]*)(?::(\d*))?$/;

/** Parses an absolute URI with an authority in the characters of RFC 3986 2. Anything else gives undefined. */
export function parseUri(text: string): UriParts | undefined {
  if (!/^(?:[!#$&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]|%[0-9A-Fa-f]{2})*$/.test(text)) return undefined;
  const [, scheme = '', authority = '', path = '', query, fragment] = syntax.exec(text) ?? [];
  const [, userinfo, host = '', port = ''] = authoritySyntax.exec(authority) ?? [];
  if (scheme === '' || host === '') return undefined;
  return { scheme, userinfo: userinfo !== undefined, host, port, path, query, fragment };
}

/** Normalises a URI by RFC 3986 6.2.2 and 6.2.3. A defect may leave out one kind of normalisation. */
export function normaliseUri(uri: UriParts, defects: Defects = new Set()): UriParts {
  const fold = (text: string): string => (defects.has('htu-case-kept') ? text : text.toLowerCase());
  const decode = (text: string): string => (defects.has('htu-percent-kept') ? text : decodeUnreserved(text, defects));
  const path = decode(uri.path);
  const dotless = defects.has('htu-dots-kept') ? path : removeDotSegments(path);
  return {
    ...uri,
    scheme: fold(uri.scheme),
    host: defects.has('htu-host-case-kept') ? uri.host : fold(decode(uri.host)),
    port: uri.port === defaultPorts[uri.scheme.toLowerCase()] && !defects.has('htu-port-kept') ? '' : uri.port,
    path: dotless === '' && !defects.has('htu-empty-path-kept') ? '/' : dotless,
  };
}

export function withoutQuery({ scheme, host, port, path }: UriParts): string {
  return `${scheme}://${host}${port === '' ? '' : `:${port}`}${path}`;
}

/** RFC 3986 6.2.2.1 and 6.2.2.2: writes hex digits in capitals, and decodes only unreserved characters. */
export function decodeUnreserved(text: string, defects: Defects = new Set()): string {
  return text.replaceAll(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character)
      ? character
      : defects.has('htu-hex-case-kept')
        ? triplet
        : triplet.toUpperCase();
  });
}

/** RFC 3986 5.2.4, for paths that are empty or begin with a slash. */
export function removeDotSegments(path: string): string {
  const segments = path.split('/').slice(1);
  const kept = segments.reduce<readonly string[]>((output, segment, index) => {
    const last = index === segments.length - 1;
    if (segment === '.') return last ? [...output, ''] : output;
    if (segment === '..') return last ? [...output.slice(0, -1), ''] : output.slice(0, -1);
    return [...output, segment];
  }, []);
  return path === '' ? '' : `/${kept.join('/')}`;
}

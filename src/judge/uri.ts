/** The parts of an absolute URI with an authority, as written (RFC 3986 appendix B). */
export type Uri = {
  readonly scheme: string;
  readonly userinfo?: string;
  readonly host: string;
  /** Absent when there is no colon; may be empty. */
  readonly port?: string;
  readonly path: string;
  readonly query?: string;
  readonly fragment?: string;
};

const generic = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const outsideUri = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/;

/** Answers `undefined` for a relative reference, for a URI without host, and for text with characters that no URI has. */
export const parseUri = (text: string): Uri | undefined => {
  const match = outsideUri.test(text) ? null : generic.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', authority = '', path = '', query, fragment] = match;
  const at = authority.lastIndexOf('@');
  const hostAndPort = parseAuthority(authority.slice(at + 1));
  if (hostAndPort === undefined) return undefined;
  return {
    scheme,
    ...(at !== -1 && { userinfo: authority.slice(0, at) }),
    ...hostAndPort,
    path,
    ...(query !== undefined && { query }),
    ...(fragment !== undefined && { fragment }),
  };
};

/** Reads `host [":" port]`, as in a URI or a `Host` field. */
export const parseAuthority = (text: string): Pick<Uri, 'host' | 'port'> | undefined => {
  const match = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]+)(?::(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const [, host = '', port] = match;
  return { host, ...(port !== undefined && { port }) };
};

const defaultPorts: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
]);

/** Scheme-based normalisation of the port (RFC 3986 section 6.2.3) leaves out the default one. */
export const portOf = ({ scheme, port }: Pick<Uri, 'scheme' | 'port'>): string =>
  port === undefined || port === defaultPorts.get(scheme.toLowerCase()) ? '' : port;

/** RFC 3986 section 6.2.2.2: decodes unreserved characters and writes hex digits in upper case. Reserved ones keep their form. */
export const normalisePercent = (text: string): string =>
  text.replace(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : triplet.toUpperCase();
  });

/** RFC 3986 section 5.2.4, for an absolute or empty path. */
export const removeDotSegments = (path: string): string => {
  const segments = path.split('/').slice(1);
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  const last = segments.at(-1);
  const directory = last === '.' || last === '..';
  return path === '' ? '' : `/${kept.join('/')}${directory && kept.length > 0 ? '/' : ''}`;
};

/** The host in lower case with percent-encoding normalised. */
export const hostOf = ({ host }: Pick<Uri, 'host'>): string => normalisePercent(host.toLowerCase()).toLowerCase();

/** The path after RFC 3986 sections 6.2.2.2, 6.2.2.3 and 6.2.3; an empty one is "/". */
export const pathOf = ({ path }: Pick<Uri, 'path'>): string => {
  const normal = removeDotSegments(normalisePercent(path));
  return normal === '' ? '/' : normal;
};

/** Whether two URIs are one target for RFC 9449 section 11.1, which disregards query and fragment. */
export const sameTarget = (left: string, right: string): boolean => {
  const one = parseUri(left);
  const other = parseUri(right);
  return left === right || (one !== undefined && other !== undefined && target(one) === target(other));
};

const target = (uri: Uri): string => `${uri.scheme.toLowerCase()}://${hostOf(uri)}:${portOf(uri)}${pathOf(uri)}`;

/** Another URI that a server may take for the target of a request, and how it differs from the one that was asked for. */
export type LikelyUri = { readonly uri: string; readonly difference: string };

const mostPrefixes = 3;

/**
 * The URIs that a server behind a proxy may expect in `htu`, the likeliest first: with the other scheme (TLS ends before it), without
 * its port or the first parts of the path (they are dropped on the way), and under the hosts of `hints`, URLs that are known
 * to belong to the target. They stand in a proof only; nothing is sent there.
 */
export function likelyUris(asked: string, hints: readonly string[]): readonly LikelyUri[] {
  const { protocol, host, hostname, pathname, search } = new URL(asked);
  const other = protocol === 'https:' ? 'http:' : 'https:';
  const twin = hostname === 'localhost' ? '127.0.0.1' : hostname === '127.0.0.1' ? 'localhost' : undefined;
  const authorities = [...new Set([host, hostname, ...(twin === undefined ? [] : [host.replace(hostname, twin)])])];
  const own = [protocol, other].flatMap((scheme) => authorities.map((authority) => `${scheme}//${authority}`));
  const foreign = hints.flatMap((hint) => URL.parse(hint)?.origin ?? []).filter((origin) => /^https?:/.test(origin));
  const paths = [...new Set([pathname, slashed(pathname), ...shortened(pathname)])];
  const uris = [
    ...hints.filter((hint) => URL.parse(hint)?.pathname !== '/'),
    ...own.map((origin) => origin + pathname),
    ...paths.map((path) => `${protocol}//${host}${path}`),
    ...(search === '' ? [] : [asked]),
    ...foreign.flatMap((origin) => [pathname, ...shortened(pathname)].slice(0, 2).map((path) => origin + path)),
    ...own.flatMap((origin) => paths.map((path) => origin + path)),
    ...foreign.flatMap((origin) => paths.map((path) => origin + path)),
  ];
  const lawful = `${protocol}//${host}${pathname}`;
  const others = [...new Set(uris)].filter((uri) => uri !== lawful && URL.canParse(uri));
  return others.map((uri) => ({ uri, difference: differenceOf(asked, uri) }));
}

/** Without its first part, its first two, and so on. */
function shortened(path: string): readonly string[] {
  const parts = path.split('/').slice(1);
  return Array.from({ length: Math.min(mostPrefixes, parts.length - 1) }, (_, index) =>
    ['', ...parts.slice(index + 1)].join('/'),
  );
}

function slashed(path: string): string {
  return path.endsWith('/') && path !== '/' ? path.slice(0, -1) : `${path}/`;
}

function differenceOf(asked: string, uri: string): string {
  const [from, to] = [new URL(asked), new URL(uri)];
  const parts = [
    ...(from.protocol === to.protocol ? [] : [`the scheme ${to.protocol.slice(0, -1)}`]),
    ...(from.host === to.host ? [] : [`the host ${to.host}`]),
    ...(from.pathname === to.pathname ? [] : [`the path ${to.pathname}`]),
    ...(to.search === '' ? [] : ['the query']),
  ];
  return parts.join(' and ') || 'another spelling';
}

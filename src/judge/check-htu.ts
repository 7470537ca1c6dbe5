import { generousText, wrongType } from './check-claims.ts';
import { fieldLines, type Proof } from './read-proof.ts';
import type { JudgedRequest, Violation } from './types.ts';
import {
  hostOf,
  normalisePercent,
  parseAuthority,
  parseUri,
  pathOf,
  portOf,
  removeDotSegments,
  type Uri,
} from './uri.ts';
import { may, must, should, shown } from './violation.ts';

/**
 * Check 9 of RFC 9449 section 4.3: `htu` against the URI that was requested, query and fragment left out.
 *
 * - Another URI is a `must`.
 * - A spelling that is equal only to a reader who does more than RFC 3986 section 6.2.2 and 6.2.3 (letter case of the
 *   path, trailing slash, what WHATWG URL parsers repair) is a `should`, `RFC9449-4.3-09h`.
 * - A lawful spelling that needs normalisation (13a to 13e) is a `may`: the server SHOULD take it, but may refuse it.
 */
export const checkHtu = ({ payload }: Proof, request: JudgedRequest): readonly Violation[] => {
  const { htu } = payload;
  if (htu === undefined) return [must('RFC9449-4.3-03c', 'the proof has no htu')];
  const text = generousText(htu);
  const requested = parseUri(request.url);
  if (requested === undefined) return wrongType('htu', htu);
  const compared = text === undefined ? [must('RFC9449-4.3-09a', 'htu holds no URI')] : compare(text, requested);
  return [...wrongType('htu', htu), ...underHostField(compared, text, requested, request)];
};

const compare = (text: string, requested: Uri): readonly Violation[] => {
  const named = parseUri(text);
  if (named === undefined) return [overNormalised(text, requested) ?? must('RFC9449-4.3-09e', `htu is ${shown(text)}`)];
  const different = differences(named, requested);
  if (different.length > 0) return looser(text, named, requested) ?? different;
  return [...liberties(named, requested), ...surplus(named)];
};

const differences = (named: Uri, requested: Uri): readonly Violation[] => [
  ...(named.scheme.toLowerCase() === requested.scheme.toLowerCase()
    ? []
    : [must('RFC9449-4.3-09c', `the scheme of htu is ${shown(named.scheme)}`)]),
  ...(hostOf(named) === hostOf(requested) ? [] : [must('RFC9449-4.3-09b', `the host of htu is ${shown(named.host)}`)]),
  ...differentPort(named, requested),
  ...(pathOf(named) === pathOf(requested) ? [] : [differentPath(pathOf(named), pathOf(requested))]),
];

/** Two default ports are no difference beside the scheme that brings them. */
const differentPort = (named: Uri, requested: Uri): readonly Violation[] =>
  portOf(named) === portOf(requested) ? [] : [must('RFC9449-4.3-09d', `the port of htu is ${shown(named.port)}`)];

const differentPath = (named: string, requested: string): Violation =>
  requested.startsWith(named)
    ? must('RFC9449-4.3-09e', `htu names only the prefix ${shown(named)}`)
    : must('RFC9449-4.3-09a', `the path of htu is ${shown(named)}`);

/** Equal after all to a server that reads more leniently than RFC 3986. */
const looser = (text: string, named: Uri, requested: Uri): readonly Violation[] | undefined => {
  const sameOrigin = differences({ ...named, path: requested.path }, requested).length === 0;
  if (sameOrigin && decodeAll(pathOf(named)) === decodeAll(pathOf(requested))) {
    return [may('RFC9449-4.3-13c', 'a reserved character of the path is percent-encoded on one side only')];
  }
  const over = overNormalised(text, requested);
  return over === undefined ? undefined : [over];
};

const overNormalised = (text: string, requested: Uri): Violation | undefined => {
  const { scheme, host, path } = requested;
  const port = requested.port === undefined ? '' : `:${requested.port}`;
  const loose = looseForm(text);
  const same = loose !== undefined && loose === looseForm(`${scheme}://${host}${port}${path}`);
  return same ? should('RFC9449-4.3-09h', `htu ${shown(text)} is equal only to a lenient reader`) : undefined;
};

/** As lenient as the field gets: WHATWG URL, then letter case and trailing slash of the path. Only ever softens. */
const looseForm = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${removeDotSegments(normalisePercent(pathname)).toLowerCase().replace(/\/$/, '')}`;
};

/** Every escape decoded, octet by octet, so that broken UTF-8 is no obstacle. */
const decodeAll = (path: string): string =>
  path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const liberties = (named: Uri, requested: Uri): readonly Violation[] => {
  const otherPath = named.path !== requested.path;
  const either = (applies: (uri: Uri) => boolean): boolean => otherPath && (applies(named) || applies(requested));
  const found: readonly (readonly [applies: boolean, requirement: string, what: string])[] = [
    [named.scheme !== requested.scheme || named.host !== requested.host, 'RFC9449-4.3-13a', 'case of scheme or host'],
    [named.port !== requested.port, 'RFC9449-4.3-13b', 'default port'],
    [either(({ path }) => normalisePercent(path) !== path), 'RFC9449-4.3-13c', 'percent-encoding'],
    [either(hasDotSegments), 'RFC9449-4.3-13d', 'dot segments'],
    [otherPath && (named.path === '' || requested.path === ''), 'RFC9449-4.3-13e', 'empty path'],
  ];
  return found
    .filter(([applies]) => applies)
    .map(([, requirement, what]) => may(requirement, `htu needs normalisation: ${what}`));
};

const hasDotSegments = ({ path }: Uri): boolean => {
  const normal = normalisePercent(path);
  return removeDotSegments(normal) !== normal;
};

/** Parts of `htu` that section 4.2 leaves out and check 9 ignores. */
const surplus = ({ userinfo, query, fragment }: Uri): readonly Violation[] => [
  ...(userinfo === undefined ? [] : [may('RFC9449-4.3-09b', 'htu has userinfo')]),
  ...(query === undefined && fragment === undefined ? [] : [may('RFC9449-4.3-09g', 'htu has a query or a fragment')]),
];

/**
 * An origin server takes its authority from `Host` (RFC 9110 section 7.1). When that field names another host than the
 * one connected to, a server that goes by it is lawful, and so is one that refuses. A malformed `Host` gives no such
 * excuse, nor does `X-Forwarded-Host` or `Forwarded`.
 */
const underHostField = (
  compared: readonly Violation[],
  htu: string | undefined,
  requested: Uri,
  request: JudgedRequest,
): readonly Violation[] => {
  const [host = ''] = fieldLines(request, 'host');
  const authority = parseAuthority(host);
  if (authority === undefined) return compared;
  const addressed: Uri = { ...requested, host: authority.host, port: authority.port ?? '' };
  if (hostOf(addressed) === hostOf(requested) && portOf(addressed) === portOf(requested)) return compared;
  const musts = compared.filter(({ level }) => level === 'must');
  const named = htu === undefined ? undefined : parseUri(htu);
  const agrees = named !== undefined && differences(named, addressed).length === 0;
  if (musts.length > 0 && !agrees) return compared;
  return [...compared.filter(({ level }) => level !== 'must'), may('RFC9449-4.3-09b', 'Host names another authority')];
};

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
import { isMust, liberty, may, must, should, shown } from './violation.ts';

/**
 * Check 9 of RFC 9449 section 4.3: `htu` against the URI that was requested, query and fragment left out.
 *
 * - Another URI is a `must`.
 * - A spelling that is equal only for software which does more than RFC 3986 section 6.2.2 and 6.2.3 (letter case of the
 *   path, trailing slash, what WHATWG URL parsers repair) is a `should`, `RFC9449-4.3-09h`.
 * - A lawful spelling that needs normalisation (13a to 13e) is a `liberty`: the server SHOULD take it.
 */
export const checkHtu = ({ payload }: Proof, request: JudgedRequest): readonly Violation[] => {
  const { htu } = payload;
  if (htu === undefined) return [must('RFC9449-4.3-03c', 'the proof has no htu')];
  const requested = parseUri(request.url);
  if (requested === undefined) return wrongType('htu', htu);
  const [found = []] = (Array.isArray(htu) ? htu.slice(0, 3) : [htu])
    .map((one) => compareUnderFields(generousText(one), requested, request))
    .toSorted((one, other) => Number(one.some(isMust)) - Number(other.some(isMust)));
  return [...wrongType('htu', htu), ...found];
};

const compareUnderFields = (text: string | undefined, requested: Uri, request: JudgedRequest): readonly Violation[] => {
  const compared = text === undefined ? [must('RFC9449-4.3-09a', 'htu holds no URI')] : compare(text, requested);
  return underForwarding(underHostField(compared, text, requested, request), request);
};

const schemeFields =
  `forwarded x-forwarded-proto x-forwarded-scheme x-forwarded-protocol x-forwarded-ssl front-end-https
  x-url-scheme x-scheme`.split(/\s+/);
const portFields = ['forwarded', 'x-forwarded-host', 'x-forwarded-port'];
const prefixFields = ['x-forwarded-prefix', 'x-script-name'];

/** A server behind a proxy may be configured to trust these fields. A client must not decide the host. */
const underForwarding = (compared: readonly Violation[], request: JudgedRequest): readonly Violation[] => {
  const has = (names: readonly string[]): boolean => names.some((name) => fieldLines(request, name).length > 0);
  const excused = new Set([
    ...(has(schemeFields) ? ['RFC9449-4.3-09c', 'RFC9449-4.3-09d'] : []),
    ...(has(portFields) ? ['RFC9449-4.3-09d'] : []),
    ...(has(prefixFields) ? ['RFC9449-4.3-09a', 'RFC9449-4.3-09e'] : []),
  ]);
  return compared.map((one) => (isMust(one) && excused.has(one.requirement) ? { ...one, atMost: 'warn' } : one));
};

const compare = (text: string, requested: Uri): readonly Violation[] => {
  const named = parseUri(text);
  if (named === undefined) {
    const mended = mend(text, requested);
    return [mended ?? overNormalised(text, requested) ?? must('RFC9449-4.3-09e', `htu is ${shown(text)}`)];
  }
  const different = differences(named, requested);
  if (different.length > 0) return looser(text, named, requested) ?? different;
  return [...liberties(named, requested), ...surplus(named)];
};

/** Text that becomes a URI without the blanks around it, or whose host IDNA maps to the host of the request. */
const mend = (text: string, requested: Uri): Violation | undefined => {
  const trimmed = parseUri(text.trim());
  if (trimmed !== undefined && differences(trimmed, requested).length === 0)
    return may('RFC9449-4.3-09h', 'white space is around the URI');
  const folded = parseUri(text.normalize('NFKC'));
  if (folded !== undefined && differences({ ...folded, host: '' }, { ...requested, host: '' }).length === 0) {
    if (hostOf(folded) !== hostOf(requested)) return undefined;
    return pathOf(folded) === pathOf(requested) && !/[^\0-\x7f]/.test(text.replace(/^[^/]*\/\/[^/]*/, ''))
      ? may('RFC9449-4.3-09j', 'the host is the one of the request after folding')
      : should('RFC9449-4.3-09h', 'the path is the one of the request after folding');
  }
  const host = URL.canParse(text) ? new URL(text).hostname : '';
  const mapped = parseUri(text.replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/)[^/?#:]*/, `$1${host}`));
  return mapped !== undefined && differences(mapped, requested).length === 0
    ? may('RFC9449-4.3-09j', 'the host is the one of the request after IDNA mapping')
    : undefined;
};

const differences = (named: Uri, requested: Uri): readonly Violation[] => [
  ...(named.scheme.toLowerCase() === requested.scheme.toLowerCase()
    ? []
    : [must('RFC9449-4.3-09c', `the scheme of htu is ${shown(named.scheme)}`)]),
  ...(hostOf(named) === hostOf(requested)
    ? []
    : [must('RFC9449-4.3-09b', `the host of htu is ${shown(named.host)}`, bothLoopback(named, requested))]),
  ...differentPort(named, requested),
  ...(pathOf(named) === pathOf(requested) ? [] : [differentPath(pathOf(named), pathOf(requested))]),
];

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Both hosts name the local machine, where as a rule one server answers for both. */
const bothLoopback = (one: Uri, other: Uri): 'warn' | undefined =>
  loopback.has(hostOf(one)) && loopback.has(hostOf(other)) ? 'warn' : undefined;

/** Where the schemes differ, their default ports are no further difference. */
const differentPort = (named: Uri, requested: Uri): readonly Violation[] =>
  portOf(named) === portOf(requested) ? [] : [must('RFC9449-4.3-09d', `the port of htu is ${shown(named.port)}`)];

const differentPath = (named: string, requested: string): Violation =>
  requested.startsWith(named)
    ? must('RFC9449-4.3-09e', `htu names only the prefix ${shown(named)}`)
    : must('RFC9449-4.3-09a', `the path of htu is ${shown(named)}`);

/** A server which reads more leniently than RFC 3986 may find the two equal. */
const looser = (text: string, named: Uri, requested: Uri): readonly Violation[] | undefined => {
  // DNS finds the same host by its name with a dot at the end (RFC 3986 section 3.2.2).
  if (differences({ ...named, host: named.host.replace(/\.$/, '') }, requested).length === 0)
    return [may('RFC9449-4.3-09b', 'the host of htu ends in a dot')];
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

/** The most lenient comparison in use: WHATWG URL, then letter case and trailing slash of the path. It only softens. */
const looseForm = (text: string): string | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${removeDotSegments(normalisePercent(pathname))
    .toLowerCase()
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')}`;
};

/** Decodes every escape octet by octet, so broken UTF-8 is no obstacle. */
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
    .map(([, requirement, what]) => liberty(requirement, `htu needs normalisation: ${what}`));
};

const hasDotSegments = ({ path }: Uri): boolean => {
  const normal = normalisePercent(path);
  return removeDotSegments(normal) !== normal;
};

/** Parts that section 4.2 leaves out of `htu` and check 9 ignores. */
const surplus = ({ userinfo, query, fragment }: Uri): readonly Violation[] => [
  ...(userinfo === undefined ? [] : [may('RFC9449-4.3-09j', 'htu has userinfo')]),
  ...(query === undefined && fragment === undefined ? [] : [may('RFC9449-4.3-09g', 'htu has a query or a fragment')]),
];

/**
 * An origin server takes its authority from `Host` (RFC 9110 section 7.1). When that field names a host other than the
 * one connected to, a server may follow it and a server may refuse. A malformed `Host` gives no such
 * excuse, nor does `X-Forwarded-Host` or `Forwarded`.
 */
const underHostField = (
  compared: readonly Violation[],
  htu: string | undefined,
  requested: Uri,
  request: JudgedRequest,
): readonly Violation[] => {
  const lines = fieldLines(request, 'host');
  const [host] = lines;
  if (host === undefined) return compared;
  const authority = parseAuthority(host);
  // A server MUST answer 400 to such a field (RFC 9112 section 3.2).
  if (authority === undefined || lines.length > 1) return [...compared, may('RFC9449-4.3-09b', 'Host is malformed')];
  const addressed: Uri = { ...requested, host: authority.host, port: authority.port ?? '' };
  if (hostOf(addressed) === hostOf(requested) && portOf(addressed) === portOf(requested)) return compared;
  const musts = compared.filter(isMust);
  const named = htu === undefined ? undefined : parseUri(htu);
  const agrees = named !== undefined && differences(named, addressed).length === 0;
  const other = may('RFC9449-4.3-09b', 'Host names another authority');
  return musts.length > 0 && !agrees ? [...compared, other] : [...compared.filter((one) => !isMust(one)), other];
};

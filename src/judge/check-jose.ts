import type { JsonObject } from './json-text.ts';
import { isHarmless, isPlainText } from './plain.ts';
import type { Proof } from './read-proof.ts';
import { single } from './single.ts';
import type { Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

/** Check 4 of RFC 9449 section 4.3 and the header parameters that JWS gives a meaning to. */
export const checkHeader = (proof: Proof): readonly Violation[] => [
  ...checkTyp(proof.header),
  ...checkCrit(proof.header),
  ...checkB64(proof.header),
  ...checkExtras(proof),
];

const checkTyp = ({ typ }: JsonObject): readonly Violation[] => {
  if (typ === 'dpop+jwt') return [];
  if (typ === undefined) return [must('RFC9449-4.3-04a', 'the proof has no typ')];
  const text = single(typ);
  // RFC 7515 section 4.1.9: media type names ignore case, and "application/" may be left out.
  if (typeof text !== 'string' || !/^(application\/)?dpop\+jwt(?: {0,9};.{0,80})?$/i.test(text)) {
    return [must('RFC9449-4.3-04b', `typ is ${shown(typ)}`)];
  }
  // The check asks for text, and not for an array or for a media type with a parameter.
  if (text !== typ || text.includes(';')) return [should('RFC9449-4.3-04b', `typ is ${shown(typ)}`)];
  return [may('RFC9449-4.3-04c', `typ is ${shown(typ)}`)];
};

/** Names that `crit` must not contain. A recipient may refuse or ignore them there (RFC 7515 section 4.1.11). */
const definedByJws = new Set(['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit']);

const checkCrit = ({ crit }: JsonObject): readonly Violation[] => {
  if (crit === undefined) return [];
  if (!Array.isArray(crit) || crit.length === 0) return [may('RFC7515-4.1.11-01', 'crit is no list of names')];
  const unknown = crit.filter((name) => !(typeof name === 'string' && (definedByJws.has(name) || name === 'b64')));
  if (unknown.length === 0) return [may('RFC7515-4.1.11-01', 'crit names parameters that JWS itself defines')];
  const named: unknown = unknown.find((name) => typeof name === 'string');
  // An entry that is no name demands nothing.
  return [
    named === undefined
      ? must('RFC7515-4.1.11-01', `crit holds ${shown(unknown[0])}`, 'warn')
      : must('RFC7515-4.1.11-01', `crit names ${shown(named)}`),
  ];
};

/** Only `crit` makes `b64` binding (RFC 7797 section 6). Otherwise servers which do not know it ignore it (RFC 7515 section 4). */
const checkB64 = ({ b64, crit }: JsonObject): readonly Violation[] => {
  if (b64 === undefined) return [];
  const counts = b64 === false && Array.isArray(crit) && crit.includes('b64');
  return [counts ? should('RFC7797-7-01', 'the proof has b64 false') : may('RFC7797-7-01', 'the proof has b64')];
};

/** Servers ignore parameters that they do not understand (RFC 7515 section 4). A parameter that a server may know may matter. */
const checkExtras = ({ header, oddNumbers, headerDepth }: Proof): readonly Violation[] => {
  const { typ: _typ, alg: _alg, jwk: _jwk, crit: _crit, b64: _b64, ...others } = header;
  const names = Object.keys(others);
  const urls = names.filter((name) => /^(?:jku|x5u)$/.test(name));
  return [
    ...(urls.length > 0 ? [may('RFC8725-3.10-01', `the header has ${urls.join(' and ')}`)] : []),
    ...(headerDepth > deep ? [may('PM-ROBUST', 'the header is deep')] : []),
    ...names
      .filter((name) => !urls.includes(name))
      .slice(0, 5)
      .map((name) => extraMember('header', name, others[name], oddNumbers)),
    ...(names.length > 5 ? [may('PM-ROBUST', `the header has ${names.length} members more`)] : []),
  ];
};

/** A parser may limit how deep arrays and objects are nested (RFC 8259 section 9). */
export const deep = 8;

/** A member that RFC 9449 does not mention. */
export const extraMember = (
  part: 'header' | 'payload',
  name: string,
  value: unknown,
  oddNumbers: ReadonlySet<string>,
): Violation => {
  const detail = `the ${part} has the member ${shown(name)}`;
  const harmless = isHarmless(name, value) || (part === 'header' && name === 'kid' && isPlainText(value));
  return harmless && !oddNumbers.has(name) ? liberty('RFC7519-4-01', detail) : may('RFC7519-4-01', detail);
};

import { type JsonObject, isObject } from './json-text.ts';
import type { Proof } from './read-proof.ts';
import type { Violation } from './types.ts';
import { may, must, should, shown } from './violation.ts';

/** Check 4 of RFC 9449 section 4.3 and the header parameters that JWS gives a meaning to. */
export const checkHeader = ({ header }: Proof): readonly Violation[] => [
  ...checkTyp(header),
  ...checkCrit(header),
  ...checkB64(header),
  ...checkExtras(header),
];

const checkTyp = ({ typ }: JsonObject): readonly Violation[] => {
  if (typ === 'dpop+jwt') return [];
  if (typ === undefined) return [must('RFC9449-4.3-04a', 'the proof has no typ')];
  // RFC 7515 section 4.1.9: media type names ignore case, and "application/" may be left out.
  if (typeof typ === 'string' && /^(application\/)?dpop\+jwt$/i.test(typ)) {
    return [may('RFC9449-4.3-04c', `typ is ${shown(typ)}`)];
  }
  return [must('RFC9449-4.3-04b', `typ is ${shown(typ)}`)];
};

/** Names that a critical list must not have, so that a recipient may refuse or overlook them (RFC 7515 section 4.1.11). */
const definedByJws = new Set(['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit']);

const checkCrit = ({ crit }: JsonObject): readonly Violation[] => {
  if (crit === undefined) return [];
  if (!Array.isArray(crit) || crit.length === 0) return [may('RFC7515-4.1.11-01', 'crit is no list of names')];
  const unknown: unknown = crit.find((name) => typeof name !== 'string' || !(definedByJws.has(name) || name === 'b64'));
  if (unknown !== undefined) return [must('RFC7515-4.1.11-01', `crit names ${shown(unknown)}`)];
  return [may('RFC7515-4.1.11-01', 'crit names parameters that JWS itself defines')];
};

const checkB64 = ({ b64 }: JsonObject): readonly Violation[] =>
  b64 === false ? [should('RFC7797-7-01', 'the proof has b64 false')] : [];

/** Parameters that are not understood are ignored (RFC 7515 section 4), but refusing them is only graded a warning. */
const checkExtras = (header: JsonObject): readonly Violation[] => {
  const { typ: _typ, alg: _alg, jwk: _jwk, crit: _crit, b64: _b64, ...others } = header;
  const names = Object.keys(others);
  const urls = names.filter((name) => name === 'jku' || name === 'x5u');
  if (urls.length > 0) return [may('RFC8725-3.10-01', `the header has ${urls.join(' and ')}`)];
  return names.length === 0 ? [] : [may('RFC7519-4-01', `the header has the member ${shown(names[0])}`)];
};

/** The jwk of the proof, when it is an object at all. */
export const embeddedJwk = ({ header }: Proof): JsonObject | undefined =>
  isObject(header['jwk']) ? header['jwk'] : undefined;

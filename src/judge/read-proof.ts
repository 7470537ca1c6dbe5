import { type Base64Flaw, decodeBase64url, encodeBase64url } from './base64url.ts';
import { type JsonObject, type JsonText, readJsonObject } from './json-text.ts';
import type { JudgedRequest, Violation } from './types.ts';
import { may, must, should, shown } from './violation.ts';

/** A proof whose two JSON objects could be read, however oddly it is written down. */
export type Proof = {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: Buffer;
  /** Texts a verifier may take as signed: the segments as sent and, when they are no base64url, as they should be. */
  readonly signingInputs: readonly string[];
};

export type ProofReading = {
  readonly state: 'absent' | 'empty' | 'unreadable' | 'read';
  readonly proof?: Proof;
  readonly violations: readonly Violation[];
};

/** Values of a field, without the optional white space around them (RFC 9110 section 5.5). */
export const fieldLines = (request: JudgedRequest, name: string): readonly string[] =>
  request.fields.filter(([fieldName]) => fieldName.toLowerCase() === name).map(([, value]) => trimmed(value));

const trimmed = (value: string): string => {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value[start])) start += 1;
  while (end > start && isBlank(value[end - 1])) end -= 1;
  return value.slice(start, end);
};

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

/** Many servers limit a field line to 4 or 8 KiB; refusing a longer one is lawful. */
const largeProof = 4096;

/** Checks 1 and 2 of RFC 9449 section 4.3: one `DPoP` field, and in it one well-formed JWT. */
export const readProof = (request: JudgedRequest): ProofReading => {
  const lines = fieldLines(request, 'dpop');
  const [line] = lines;
  if (line === undefined) return { state: 'absent', violations: [] };
  if (lines.length > 1) return unreadable(severalLines(lines));
  if (line === '') {
    return { state: 'empty', violations: [should('RFC9449-4.3-02e', 'the DPoP field is empty')] };
  }
  const whole = wholeLineFault(line);
  if (whole !== undefined) return unreadable(whole);
  const reading = readCompact(line);
  if (line.length <= largeProof) return reading;
  return {
    ...reading,
    violations: [...reading.violations, may('RFC9449-11.1-04', `the proof has ${line.length} characters`)],
  };
};

const unreadable = (violation: Violation): ProofReading => ({ state: 'unreadable', violations: [violation] });

const severalLines = (lines: readonly string[]): Violation =>
  new Set(lines).size === 1
    ? must('RFC9449-4.3-01b', `the same proof in ${lines.length} DPoP fields`)
    : must('RFC9449-4.3-01a', `${lines.length} DPoP fields`);

const wholeLineFault = (line: string): Violation | undefined => {
  if (/^[{[]/.test(line)) return must('RFC9449-4.3-02c', 'the DPoP field is JSON, not a compact JWS');
  // A comma is also how a recipient may join two field lines (RFC 9110 section 5.2).
  if (line.includes(',')) return must('RFC9449-4.3-01c', 'the DPoP field lists values with a comma');
  if (!line.includes('.')) return must('RFC9449-4.3-02b', 'the DPoP field is no JWT');
  return undefined;
};

const readCompact = (line: string): ProofReading => {
  const [first, second, third, ...more] = line.split('.');
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    return unreadable(must('RFC9449-4.3-02a', 'a JWT has three segments'));
  }
  const header = decodeBase64url(first);
  const payload = decodeBase64url(second);
  const signature = decodeBase64url(third);
  const headerText = readJsonObject(header.bytes);
  const payloadText = readJsonObject(payload.bytes);
  if (headerText === undefined) return unreadable(must('RFC9449-4.3-02a', 'the header is no JSON object'));
  if (payloadText === undefined) return unreadable(must('RFC9449-4.3-02a', 'the payload is no JSON object'));
  const asSent = `${first}.${second}`;
  const asDue = `${encodeBase64url(header.bytes)}.${encodeBase64url(payload.bytes)}`;
  return {
    state: 'read',
    proof: {
      header: headerText.object,
      payload: payloadText.object,
      signature: signature.bytes,
      signingInputs: [...new Set([asSent, asDue])],
    },
    violations: [
      ...spellingViolations([header.flaw, payload.flaw, signature.flaw]),
      ...textViolations('header', headerText),
      ...textViolations('payload', payloadText),
    ],
  };
};

const spellingViolations = (flaws: readonly (Base64Flaw | undefined)[]): readonly Violation[] => {
  if (flaws.includes('foreign')) return [should('RFC9449-4.3-02d', 'a segment is not written in unpadded base64url')];
  if (flaws.includes('spare-bits')) return [may('RFC9449-4.3-02d', 'a segment ends in bits that belong to no octet')];
  return [];
};

const textViolations = (part: string, text: JsonText): readonly Violation[] => {
  const duplicates = text.duplicates.slice(0, 5).map(shown);
  return [
    ...(duplicates.length === 0
      ? []
      : [may('RFC7515-4-01', `the ${part} has two members named ${duplicates.join(', ')}`)]),
    ...encodingViolations(part, text.encoding),
  ];
};

const encodingViolations = (part: string, encoding: JsonText['encoding']): readonly Violation[] => {
  switch (encoding) {
    case 'utf-8':
      return [];
    case 'utf-8-bom':
      // RFC 8259 section 8.1 lets a parser ignore it.
      return [may('RFC8725-3.7-01', `the ${part} starts with a byte order mark`)];
    case 'utf-16':
      return [should('RFC8725-3.7-01', `the ${part} is UTF-16`)];
    case 'broken-utf-8':
      return [should('RFC8725-3.7-01', `the ${part} is not valid UTF-8`)];
    default:
      return encoding satisfies never;
  }
};

import { type Base64Flaw, decodeBase64url, encodeBase64url } from './base64url.ts';
import { type JsonObject, type JsonText, readJsonObject } from './json-text.ts';
import type { JudgedRequest, Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

/** A proof whose two JSON objects could be read, however odd its spelling is. */
export type Proof = {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  /** Members of both parts whose numbers have an odd spelling. */
  readonly oddNumbers: ReadonlySet<string>;
  readonly headerDepth: number;
  readonly payloadDepth: number;
  /** The octets that a decoder may find: all that can be read, or those before the first foreign character. */
  readonly signatures: readonly Buffer[];
  /** The texts that a verifier may take as signed: the segments as sent, and as they should be where they are no base64url. */
  readonly signingInputs: readonly string[];
};

export type ProofReading = {
  readonly state: 'absent' | 'empty' | 'unreadable' | 'read';
  readonly proof?: Proof;
  /** Present where members occur twice: the proofs that a parser finds which keeps the first member, in one part or both. */
  readonly others?: readonly Proof[];
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

/** Checks 1 and 2 of RFC 9449 section 4.3: there is one `DPoP` field, and its value is one well-formed JWT. */
export const readProof = (request: JudgedRequest): ProofReading => {
  const lines = fieldLines(request, 'dpop');
  const [line] = lines;
  if (line === undefined) return { state: 'absent', violations: [] };
  if (lines.length > 1) return unreadable(severalLines(lines));
  if (line === '') return { state: 'empty', violations: [emptyLine(request)] };
  const whole = wholeLineFault(line);
  if (whole !== undefined) return unreadable(whole);
  const reading = readCompact(line);
  return { ...reading, violations: [...reading.violations, ...lineViolations(request, line)] };
};

/** An authorization server may treat an empty line as no proof, and issue a Bearer token (RFC 9449 section 5). */
const emptyLine = ({ role }: JudgedRequest): Violation =>
  (role === 'as' ? may : should)('RFC9449-4.3-02e', 'the DPoP field is empty');

const lineViolations = (request: JudgedRequest, line: string): readonly Violation[] => {
  const [name, value] = request.fields.find(([name]) => name.toLowerCase() === 'dpop') ?? ['DPoP', line];
  return [
    ...(line.length > largeProof ? [may('RFC9449-11.1-04', `the proof has ${line.length} characters`)] : []),
    ...(name === 'DPoP' ? [] : [liberty('RFC9449-4.1-01', `the field is named ${name}`)]),
    ...(value === line ? [] : [liberty('RFC9449-4.1-01', 'white space is around the proof', 'warn')]),
  ];
};

const unreadable = (violation: Violation): ProofReading => ({ state: 'unreadable', violations: [violation] });

const severalLines = (lines: readonly string[]): Violation =>
  new Set(lines).size === 1
    ? must('RFC9449-4.3-01b', `the same proof in ${lines.length} DPoP fields`)
    : must('RFC9449-4.3-01a', `${lines.length} DPoP fields`);

const wholeLineFault = (line: string): Violation | undefined => {
  if (/^[{[]/.test(line)) return must('RFC9449-4.3-02c', 'the DPoP field is JSON, not a compact JWS');
  // A recipient may join two field lines with a comma (RFC 9110 section 5.2). Any other comma is a stray character.
  if (line.split(',').filter((value) => value.split('.').length === 3).length > 1)
    return must('RFC9449-4.3-01c', 'the DPoP field lists values with a comma');
  if (!line.includes('.')) return must('RFC9449-4.3-02b', 'the DPoP field is no JWT');
  return undefined;
};

const readCompact = (line: string): ProofReading => {
  const [first, second, third, ...more] = line.split('.', 4);
  if (first === undefined || second === undefined || third === undefined || more.length > 0) {
    return unreadable(must('RFC9449-4.3-02a', 'a JWT has three segments'));
  }
  const [header, payload, signature] = [decodeBase64url(first), decodeBase64url(second), decodeBase64url(third)];
  const headerText = readJsonObject(header.bytes);
  const payloadText = readJsonObject(payload.bytes);
  if (headerText === undefined) return unreadable(must('RFC9449-4.3-02a', 'the header is no JSON object'));
  if (payloadText === undefined) return unreadable(must('RFC9449-4.3-02a', 'the payload is no JSON object'));
  const asSent = `${first}.${second}`;
  const asDue = `${encodeBase64url(header.bytes)}.${encodeBase64url(payload.bytes)}`;
  const proof: Proof = {
    header: headerText.object,
    payload: payloadText.object,
    oddNumbers: new Set([...headerText.scan.oddNumbers, ...payloadText.scan.oddNumbers]),
    headerDepth: headerText.scan.depth,
    payloadDepth: payloadText.scan.depth,
    signatures: signatureReadings(third, signature.bytes),
    signingInputs: [...new Set([asSent, asDue])],
  };
  return {
    state: 'read',
    proof,
    others: otherReadings(proof, headerText, payloadText),
    violations: [
      ...spellingViolations([header.flaw, payload.flaw, signature.flaw]),
      ...textViolations('header', headerText),
      ...textViolations('payload', payloadText),
    ],
  };
};

const signatureReadings = (text: string, bytes: Buffer): readonly Buffer[] => {
  const foreign = text.search(/[^A-Za-z0-9_-]/);
  return foreign === -1 ? [bytes] : [bytes, decodeBase64url(text.slice(0, foreign)).bytes];
};

const otherReadings = (proof: Proof, { first: header }: JsonText, { first: payload }: JsonText): readonly Proof[] => [
  ...(header === undefined ? [] : [{ ...proof, header }]),
  ...(payload === undefined ? [] : [{ ...proof, payload }]),
  ...(header === undefined || payload === undefined ? [] : [{ ...proof, header, payload }]),
];

const spellingViolations = (flaws: readonly (Base64Flaw | undefined)[]): readonly Violation[] => {
  if (flaws.includes('foreign')) return [should('RFC9449-4.3-02d', 'a segment is not written in unpadded base64url')];
  if (flaws.includes('spare-bits')) return [may('RFC9449-4.3-02d', 'a segment ends in bits that belong to no octet')];
  return [];
};

const textViolations = (part: string, { scan, encoding, lax }: JsonText): readonly Violation[] => {
  const duplicates = scan.duplicates.slice(0, 5).map(shown);
  return [
    ...(lax ? [should('RFC9449-4.3-02b', `the ${part} is JSON to a lenient parser only`)] : []),
    ...(duplicates.length === 0
      ? []
      : [may('RFC7515-4-01', `the ${part} has two members named ${duplicates.join(', ')}`)]),
    ...(scan.respelt ? [liberty('RFC7519-7.1-01', `the JSON of the ${part} has white space or escapes`)] : []),
    ...encodingViolations(part, encoding),
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

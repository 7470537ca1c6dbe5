import { judge } from '../../judge/judge.ts';
import type { JudgeContext, JudgedRequest, Violation } from '../../judge/types.ts';
import type { ExchangeEvent, RunRecord } from '../../record/schema.ts';
import type { ExchangeSpec } from '../../suite/schema.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { isVeiled, withoutMasks } from './masks.ts';
import { stepsOf } from './steps.ts';
import { type Tokens, tokensOf } from './tokens.ts';

/** How many requests were judged again, and how many could not be, since a part of the proof is masked or cut. */
export type JudgedAgain = { readonly judged: number; readonly veiled: number; readonly troubles: readonly Trouble[] };

/**
 * Judges every request of a record again by its bytes, and holds that against what the record says of it: a control that no server
 * may grant, a fault that cannot be seen, a proof that is not the one which was decoded.
 */
export function judgeAgain(record: RunRecord, offset: (role: 'as' | 'rs') => number): JudgedAgain {
  const expected = expectations(record);
  const tokens = tokensOf(record);
  const seen = new Map<string, { readonly jti: string; readonly url: string }[]>();
  const troubles: Trouble[] = [];
  let [judged, veiled] = [0, 0];
  for (const event of record.exchanges.values()) {
    const problem = decodedProblem(event);
    if (problem !== undefined) troubles.push(trouble(6, 'tampered', event.id, problem));
    const request = requestOf(event);
    const isOfClient = event.peer !== undefined && proofLines(event).length > 0;
    if (request === undefined && !isOfClient) continue;
    if (proofLines(event).some(isVeiled)) {
      veiled += 1;
      continue;
    }
    judged += 1;
    // The proofs of a client were judged when its verdicts were made again.
    if (request === undefined) continue;
    const jti = jtiOf(event);
    const before = jti === undefined ? [] : (seen.get(jti) ?? []);
    const now = Math.floor(Date.parse(event.transcript.startedAt) / 1000) + offset(request.role);
    const said = judge(request, { ...contextOf(tokens), now, seen: before });
    const contradiction = contradictionOf(event, expected.get(event.id), said);
    if (contradiction !== undefined) troubles.push(trouble(6, 'tampered', event.id, contradiction));
    if (jti !== undefined && event.outcome.class === 'accepted') seen.set(jti, [...before, { jti, url: request.url }]);
  }
  return { judged, veiled, troubles };
}

/** `isOfProfile`: what a profile alone forbids is no fault to the judge, who knows the core only. */
type Expected = { readonly expect: ExchangeSpec['expect']; readonly rule: string; readonly isOfProfile: boolean };

/** What the cases expect of each tested exchange. */
function expectations(record: RunRecord): ReadonlyMap<string, Expected> {
  const all = new Map<string, Expected>();
  const profiled = new Set(record.coverage?.rows.filter(({ profile }) => profile !== 'core').map(({ id }) => id));
  for (const { finding, spec, basis } of stepsOf(record)) {
    const rule = finding.fuzz === undefined ? (finding.requirements[0]?.id ?? '') : '';
    for (const id of [basis.tested, ...(basis.refusals ?? [])])
      if (id !== undefined) all.set(id, { expect: spec.expect, rule, isOfProfile: profiled.has(rule) });
  }
  return all;
}

function contextOf({ bound, digests }: Tokens): Pick<JudgeContext, 'tokens' | 'digests'> {
  return { tokens: bound, digests };
}

const judgedPlaces = ['token', 'par', 'resource'];

/** Of a request to a server under test. */
function requestOf({ place, peer, transcript }: ExchangeEvent): JudgedRequest | undefined {
  if (peer !== undefined || !judgedPlaces.includes(place)) return undefined;
  const { method, url, fields, body } = transcript.request;
  return {
    role: place === 'resource' ? 'rs' : 'as',
    method,
    url: withoutMasks(url),
    fields: fields.map(([name, value]): [string, string] => [name, withoutMasks(value)]),
    ...(body === undefined ? {} : { body: withoutMasks(body) }),
  };
}

function proofLines({ transcript }: ExchangeEvent): readonly string[] {
  return transcript.request.fields.filter(([name]) => name.toLowerCase() === 'dpop').map(([, value]) => value);
}

function jtiOf({ proof }: ExchangeEvent): string | undefined {
  const payload = proof?.payload;
  const jti: unknown = typeof payload === 'object' && payload !== null && 'jti' in payload ? payload.jti : undefined;
  return typeof jti === 'string' ? jti : undefined;
}

/** What was decoded is what stands in the text of the proof, and that text is what was sent. */
function decodedProblem(event: ExchangeEvent): string | undefined {
  const { proof } = event;
  if (proof === undefined || isVeiled(proof.text) || proof.text.endsWith('…')) return undefined;
  const lines = proofLines(event);
  const isSent = lines.length === 0 || lines.some((line) => isVeiled(line) || line.includes(proof.text.trim()));
  if (!isSent && event.delta.length === 0) return 'its proof is another one than the request carries';
  const [header = '', payload = ''] = proof.text.split('.');
  return differs(proof.header, header) ?? differs(proof.payload, payload);
}

function differs(decoded: unknown, segment: string): string | undefined {
  if (decoded === undefined) return undefined;
  const shown = plainly(decoded);
  if (isVeiled(shown)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString());
    return plainly(value) === shown ? undefined : 'its proof is decoded to something that its text does not hold';
  } catch {
    return undefined;
  }
}

/** Without the key, whose private members a record leaves out, and with texts as a record can keep them. */
function plainly(value: unknown): string {
  const hidden = typeof value === 'object' && value !== null ? { ...value, jwk: undefined } : value;
  return JSON.stringify(hidden, (_, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member));
}

/** The judge knows neither clients nor grants, nor for which resource a token was issued: only of these faults it must see something. */
const visible: readonly (string | undefined)[] = ['proof', 'proof-missing', 'credentials'];

/** Whether an access token lives is known to servers only. */
const unknowable = 'RFC9449-3-03';

function contradictionOf(
  event: ExchangeEvent,
  expected: Expected | undefined,
  said: readonly Violation[],
): string | undefined {
  const { purpose, outcome, fault, shared } = event;
  const hard = said.filter(({ level, requirement }) => level === 'must' && requirement !== unknowable);
  const [worst] = hard;
  const isLawful = purpose.startsWith('control-') && (shared === undefined || outcome.class === 'accepted');
  if (isLawful && worst !== undefined)
    return `it stands as a lawful request, and breaks ${worst.requirement}: ${worst.detail}`;
  if (purpose.startsWith('control-')) return staleProblem(event, said);
  if (purpose !== 'tested' || expected === undefined) return undefined;
  if (expected.expect === 'accept' && worst !== undefined && outcome.class === 'accepted')
    return `it stands as lawful, and breaks ${worst.requirement}: ${worst.detail}`;
  if (expected.expect !== 'refuse' || !visible.includes(fault)) return undefined;
  // Of a case about something else, that the proof was sent before is no fault of its own.
  const own = familyOf(expected.rule) === undefined ? said : said.filter(({ requirement }) => requirement !== replayed);
  if (own.length === 0) return expected.isOfProfile ? undefined : 'it stands as faulty, and no fault is in it';
  return otherFault(expected.rule, own);
}

const replayed = 'RFC9449-11.1-02';

/** A control proves nothing about now if its proof was made at another time. */
function staleProblem({ outcome }: ExchangeEvent, said: readonly Violation[]): string | undefined {
  const stale = said.find(({ requirement, level }) => requirement === 'RFC9449-4.3-11b' && level === 'should');
  return outcome.class === 'accepted' && stale !== undefined ? `it is a control, and ${stale.detail}` : undefined;
}

/** The checks of RFC 9449 section 4.3 that the bytes alone show. Those of type, algorithm and key overlap. */
const family: Readonly<Record<string, string>> = {
  '01': 'form',
  '02': 'form',
  '03': 'claims',
  '04': 'typ',
  '05': 'key',
  '06': 'key',
  '07': 'key',
  '08': 'htm',
  '09': 'htu',
  '12': 'claims',
};

function familyOf(id: string): string | undefined {
  return family[/^RFC9449-4\.3-(\d\d)/.exec(id)?.[1] ?? ''];
}

/** A member of a wrong type may be about any check. */
const wrongType = 'RFC9449-4.3-03e';

/** The fault is another one than the case is about: a request was put in the place of another. */
function otherFault(rule: string, said: readonly Violation[]): string | undefined {
  const due = familyOf(rule);
  const found = said
    .filter(({ level }) => level === 'must' || level === 'should')
    .map(({ requirement }) => requirement);
  const families = found.map(familyOf);
  if (due === undefined || families.length === 0 || found.includes(wrongType)) return undefined;
  if (families.includes(undefined) || families.includes(due)) return undefined;
  return `its case is about ${rule}, and the request breaks ${found.join(', ')}`;
}

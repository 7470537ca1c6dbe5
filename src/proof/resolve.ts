import { createPublicKey } from 'node:crypto';
import { isSymbolic, type PlanValue, type SymbolicValue, type TokenRef } from '../plan/values.ts';
import { type Members, type Surroundings } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import { writeAth } from './ath.ts';
import { selfSigned } from './certificate.ts';
import { offCurve, paddedCoordinates, strippedZero, withX } from './coordinates.ts';
import { nest, nestedText } from './edit-json.ts';
import { editValue } from './edit-value.ts';
import { editHtu, lawfulHtu } from './htu.ts';
import { editMethod, resolveMethod } from './method.ts';
import { jsonText } from './json-writer.ts';
import { randomText } from './keys.ts';
import type { ProofKey } from './proof-key.ts';
import { octJwk, optionalMembers, writeThumbprint } from './thumbprint.ts';

export type ResolveContext = {
  readonly surroundings: Surroundings;
  readonly method: string;
  readonly url: string;
  readonly key: ProofKey;
  /** The access token beside the proof, where it is known by now. */
  readonly token?: string;
  /** What the proof says before any op changes it. */
  readonly lawful?: Readonly<Record<'header' | 'payload', Readonly<Members>>>;
};

/** Replaces every symbolic value in `value` by what it stands for in this request. */
export async function resolveValue(value: PlanValue, context: ResolveContext): Promise<PlanValue> {
  if (isSymbolic(value)) return resolveSymbol(value, context);
  if (Array.isArray(value)) return Promise.all(value.map((item: PlanValue) => resolveValue(item, context)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      async ([name, member]) => [name, await resolveValue(member, context)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  return value;
}

async function resolveSymbol(value: SymbolicValue, context: ResolveContext): Promise<PlanValue> {
  switch (value.$) {
    case 'now':
      return resolveNow(context.surroundings.now + value.plus, value.as ?? 'number');
    case 'random':
      return randomText(value.bytes);
    case 'repeat':
      return value.text.repeat(value.times);
    case 'nested':
      // Nothing walks a text, however deep.
      return value.depth > 2000 ? jsonText(nestedText(value.depth)) : nest(value.depth);
    case 'htu':
      return resolveHtu(value.edits, context);
    case 'method':
      return editMethod(resolveMethod(context.method, value.case), value.edit);
    case 'ath':
      return resolveAth(value, context);
    case 'jti':
      return earlierJti(value.of, context);
    case 'claim-of':
      return earlierClaim(value, context);
    case 'edge':
      return resolveEdge(value, context);
    case 'jwk':
    case 'jwk-text':
    case 'certificates':
    case 'thumbprint':
      return resolveOfKey(value, context);
    case 'nonce':
      if (context.surroundings.nonce.current === undefined) throw new Inapplicable('no nonce is known');
      return context.surroundings.nonce.current;
    case 'json-text':
      return jsonText(value.text);
    case 'lawful':
      return lawfulMember(value, context);
    case 'edited':
      return editValue(await resolveValue(value.value, context), value.edit, value.text);
    default:
      return resolveOfTarget(value, context);
  }
}

type KeySymbol = Extract<SymbolicValue, { $: 'jwk' | 'jwk-text' | 'certificates' | 'thumbprint' }>;

async function resolveOfKey(value: KeySymbol, context: ResolveContext): Promise<PlanValue> {
  const { otherKey, now } = context.surroundings;
  switch (value.$) {
    case 'jwk':
      return resolveJwk(value, context);
    case 'jwk-text':
      return JSON.stringify(context.key.publicJwk);
    case 'certificates':
      return [selfSigned(value.of === 'other' ? await otherKey() : context.key, now)];
    case 'thumbprint':
      return resolveThumbprint(value, context);
    default:
      return value satisfies never;
  }
}

function otherEndpoint(of: 'token' | 'par', { surroundings, url }: ResolveContext): string {
  const endpoint = surroundings.endpoints?.[of];
  if (endpoint === undefined) throw new Inapplicable(`no ${of} endpoint is known`);
  const htu = lawfulHtu(endpoint);
  if (htu === lawfulHtu(url)) throw new Inapplicable(`the ${of} endpoint has the same URI but for the query`);
  return htu;
}

type TargetSymbol = Extract<SymbolicValue, { $: 'client-id' | 'endpoint' | 'issuer' | 'access-token' | 'canary' }>;

/** What depends on the target and its descriptor. */
async function resolveOfTarget(value: TargetSymbol, context: ResolveContext): Promise<string> {
  const { issuer, canaryUrl } = context.surroundings;
  switch (value.$) {
    case 'client-id':
      return clientId(value.of, context);
    case 'endpoint':
      return otherEndpoint(value.of, context);
    case 'issuer':
      if (issuer === undefined) throw new Inapplicable('the issuer is not known');
      return issuer;
    case 'access-token':
      return tokenOf(value.of, context);
    case 'canary':
      if (canaryUrl === undefined) throw new Inapplicable('no listener for remote keys is running');
      return `${canaryUrl}${value.path}`;
    default:
      value satisfies never;
      return '';
  }
}

function resolveNow(seconds: number, as: NonNullable<Extract<SymbolicValue, { $: 'now' }>['as']>): PlanValue {
  switch (as) {
    case 'number':
      return seconds;
    case 'string':
      return String(seconds);
    case 'milliseconds':
      return seconds * 1000;
    case 'decimal':
      return jsonText(`${seconds}.0`);
    case 'exponent':
      return jsonText(seconds.toExponential());
    default:
      return as satisfies never;
  }
}

function resolveHtu(edits: Extract<SymbolicValue, { $: 'htu' }>['edits'], context: ResolveContext): string {
  let htu = lawfulHtu(context.url);
  for (const edit of edits) {
    const edited = editHtu(htu, edit, context.url);
    if (edited === undefined) throw new Inapplicable(`the request URI ${htu} leaves nothing for the edit "${edit}"`);
    htu = edited;
  }
  return htu;
}

async function resolveThumbprint(
  { of = 'own', form }: Extract<SymbolicValue, { $: 'thumbprint' }>,
  context: ResolveContext,
): Promise<string> {
  if (of === 'oct') return writeThumbprint(octJwk, form);
  const { publicJwk, alg } = await thumbprintOwner(of, context);
  return writeThumbprint({ ...publicJwk, alg }, form);
}

async function thumbprintOwner(of: 'own' | 'other' | 'session', context: ResolveContext): Promise<ProofKey> {
  if (of === 'session') return context.surroundings.key;
  return of === 'other' ? context.surroundings.otherKey() : context.key;
}

async function resolveAth(value: Extract<SymbolicValue, { $: 'ath' }>, context: ResolveContext): Promise<string> {
  const beside = value.of === undefined ? context.token : undefined;
  return writeAth(beside ?? (await tokenOf(value.of ?? 'own', context)), value.form);
}

async function tokenOf(use: TokenRef, { surroundings }: ResolveContext): Promise<string> {
  const token = await surroundings.token(use);
  if (token === undefined) throw new Inapplicable(`no access token of the kind "${use}" can be had`);
  return token;
}

function clientId(of: 'own' | 'other', { surroundings }: ResolveContext): string {
  const id = of === 'own' ? surroundings.clientId : surroundings.otherClientId;
  if (id === undefined) throw new Inapplicable('the descriptor has no other client that can ask for codes');
  return id;
}

function earlierClaim({ of, name }: { of: string; name: string }, { surroundings }: ResolveContext): PlanValue {
  const claim = surroundings.earlier.get(of)?.claims?.[name];
  if (claim === undefined) throw new Inapplicable(`no ${name} was sent in "${of}"`);
  return claim;
}

function lawfulMember({ part, name }: Extract<SymbolicValue, { $: 'lawful' }>, { lawful }: ResolveContext): PlanValue {
  const member = lawful?.[part][name];
  if (member === undefined) throw new Inapplicable(`the lawful proof has no ${name} in its ${part}`);
  return member;
}

/** Closer than this, the edge of the window cannot be told from a clock that is a second off. */
const leastEdge = 5;

function resolveEdge({ plus, side }: { plus: number; side?: 'past' | undefined }, context: ResolveContext): number {
  const { now, iatWindow: { past, future } = { past: 0, future: 0 } } = context.surroundings;
  if (side === 'past') {
    if (past < leastEdge) throw new Inapplicable('the server takes no proofs that are seconds old');
    return now - past + plus;
  }
  if (future < leastEdge) throw new Inapplicable('the server takes no proofs dated seconds ahead');
  return now + future + plus;
}

function earlierJti(name: string, context: ResolveContext): PlanValue {
  return context.surroundings.earlier.get(name)?.jti ?? null;
}

async function resolveJwk(value: Extract<SymbolicValue, { $: 'jwk' }>, context: ResolveContext): Promise<PlanValue> {
  const edited = await editedJwk(value, context);
  const { set = {}, without = [] } = value;
  const members = Object.entries({ ...edited, ...((await resolveValue(set, context)) as Members) });
  return Object.fromEntries(members.filter(([name]) => !without.includes(name)));
}

async function editedJwk(value: Extract<SymbolicValue, { $: 'jwk' }>, context: ResolveContext): Promise<Members> {
  const key = value.of === 'other' ? await context.surroundings.otherKey() : context.key;
  const jwk = { ...key.publicJwk } as Members;
  switch (value.edit) {
    case undefined:
      return jwk;
    case 'private':
      return privateJwk(key, context);
    case 'private-d':
    case 'private-primes':
      return { ...jwk, ...someRsaMembers(value.edit === 'private-d' ? ['d'] : ['p', 'q'], key, context) };
    case 'off-curve':
      return offCurve(jwk);
    case 'wrong-curve':
      if (jwk['kty'] !== 'EC') throw new Inapplicable('only an EC key has a curve to get wrong');
      return { ...jwk, crv: jwk['crv'] === 'P-256' ? 'P-384' : 'P-256' };
    case 'oct':
      return octJwk;
    case 'extra-members':
      return { ...jwk, ...optionalMembers, alg: key.alg };
    case 'session-kid':
      return { ...jwk, kid: context.surroundings.key.jkt };
    case 'shuffled':
      return Object.fromEntries(Object.entries(jwk).toReversed());
    case 'empty':
      return {};
    case 'padded-coordinates':
      return paddedCoordinates(jwk);
    case 'short-coordinate':
      return withX(jwk, (x) => x.subarray(0, -1));
    case 'long-coordinate':
      return withX(jwk, (x) => Buffer.concat([Buffer.of(0), x]));
    case 'stripped-zero':
      return strippedZero(jwk);
    default:
      value.edit satisfies never;
      return jwk;
  }
}

function privateJwk(key: ProofKey, { surroundings }: ResolveContext): Members {
  if (!surroundings.disposableKey) throw new Inapplicable('the private key belongs to the user and is never sent');
  return { ...key.privateKey.export({ format: 'jwk' }) } as Members;
}

function someRsaMembers(names: readonly string[], key: ProofKey, context: ResolveContext): Members {
  if (key.publicJwk.kty !== 'RSA') throw new Inapplicable('only the private part of an RSA key can be shown in part');
  return Object.fromEntries(Object.entries(privateJwk(key, context)).filter(([name]) => names.includes(name)));
}

export function publicPem(key: ProofKey): string {
  return createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

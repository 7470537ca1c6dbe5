import { isSymbolic, type PlanValue, type SymbolicValue } from '../../plan/values.ts';
import { writeAth } from './ath.ts';
import { selfSigned } from './certificate.ts';
import type { Members } from '../draft.ts';
import { nest, nestedText } from '../edits/edit-json.ts';
import { editedJwk, type JwkSymbol } from '../edits/edit-jwk.ts';
import { editValue } from '../edits/edit-value.ts';
import { editHtu, lawfulHtu } from '../edits/htu.ts';
import { Inapplicable } from '../inapplicable.ts';
import { jsonText } from '../json-writer.ts';
import { randomText } from '../keys.ts';
import { editMethod, resolveMethod } from '../edits/method.ts';
import type { ProofKey } from '../proof-key.ts';
import type { ResolveContext } from './resolve-context.ts';
import { resolveOfTarget, tokenOf } from './resolve-target.ts';
import { octJwk, writeThumbprint } from './thumbprint.ts';

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
      // Deep values are written as text, because a text needs no walking.
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

async function resolveAth(value: Extract<SymbolicValue, { $: 'ath' }>, context: ResolveContext): Promise<string> {
  const beside = value.of === undefined ? context.token : undefined;
  return writeAth(beside ?? (await tokenOf(value.of ?? 'own', context)), value.form);
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

/** In seconds. A narrower window cannot be distinguished from a clock that is a second off. */
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

async function resolveJwk(value: JwkSymbol, context: ResolveContext): Promise<PlanValue> {
  const edited = await editedJwk(value, context);
  const { set = {}, without = [] } = value;
  const members = Object.entries({ ...edited, ...((await resolveValue(set, context)) as Members) });
  return Object.fromEntries(members.filter(([name]) => !without.includes(name)));
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

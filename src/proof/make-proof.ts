import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import { chooseNonce } from './values/choose-nonce.ts';
import type { Members, ProofDraft, RequestDraft, Surroundings } from './draft.ts';
import { editProof } from './edits/edit-text.ts';
import { Inapplicable } from './inapplicable.ts';
import { randomText } from './keys.ts';
import { lawfulHeader } from './lawful-header.ts';
import { proofKeyOf } from './mint.ts';
import type { ProofKey } from './proof-key.ts';
import { replacementText } from './replacement-text.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { resolveValue } from './values/resolve.ts';
import { serialise } from './serialise.ts';

export type MadeProof = {
  readonly text: string;
  readonly jti: PlanValue | undefined;
  readonly claims?: Readonly<Members>;
  readonly key: ProofKey;
};

/** Makes the proof of a request, with the ops that change it. */
export async function makeProof(
  request: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<MadeProof> {
  const replacement = await replacementText(request, ops, surroundings);
  const key = replacement === undefined ? await proofKeyOf(ops, surroundings) : surroundings.key;
  const { method, proofUrl: url, token } = request;
  const context: ResolveContext = { surroundings, method, url, key, ...defined({ token }) };
  if (replacement !== undefined) return { text: await editBytes(replacement, ops, context), jti: undefined, key };
  const draft: ProofDraft = {
    header: lawfulHeader(key),
    claims: await claimsOf(request, ops, context),
    key,
  };
  const within: ResolveContext = { ...context, lawful: { header: draft.header, payload: draft.claims } };
  for (const op of ops) await applyMemberOp(draft, op, within);
  const text = await editBytes(await serialise(draft, ops, within), ops, within);
  return { text, jti: draft.claims['jti'], claims: draft.claims, key };
}

async function editBytes(proof: string, ops: readonly Op[], context: ResolveContext): Promise<string> {
  let text = proof;
  for (const op of ops) {
    if (op.op === 'bytes') text = editProof(text, op, op.edit === 'splice' ? await otherProof(context) : '');
  }
  return text;
}

/** A lawful proof for the same request, made with another key. */
async function otherProof(context: ResolveContext): Promise<string> {
  if (context.lawful === undefined) throw new Inapplicable('what is sent as the proof has no lawful one beside it');
  const key = await context.surroundings.otherKey(context.key.alg);
  const claims = { ...context.lawful.payload, jti: randomText(16) };
  return serialise({ header: lawfulHeader(key), claims, key }, [], context);
}

async function claimsOf(request: RequestDraft, ops: readonly Op[], context: ResolveContext): Promise<Members> {
  const { surroundings } = context;
  const claims: Members = {
    jti: randomText(16),
    htm: request.method,
    htu: await resolveValue({ $: 'htu', edits: [] }, context),
    iat: surroundings.now,
  };
  if (request.role === 'rs') claims['ath'] = await resolveValue({ $: 'ath' }, context);
  const nonceOp = ops.find((op) => op.op === 'nonce');
  const nonce = nonceOp === undefined ? surroundings.nonce.current : chooseNonce(nonceOp, surroundings);
  return nonce === undefined ? claims : { ...claims, nonce };
}

async function applyMemberOp(draft: ProofDraft, op: Op, context: ResolveContext): Promise<void> {
  switch (op.op) {
    case 'header-set':
      draft.header = { ...draft.header, [op.name]: await resolveValue(op.value, context) };
      return;
    case 'claim-set':
      draft.claims = { ...draft.claims, [op.name]: await resolveValue(op.value, context) };
      return;
    case 'header-remove':
      draft.header = without(draft.header, op.name);
      return;
    case 'claim-remove':
      draft.claims = without(draft.claims, op.name);
      return;
    default:
      return;
  }
}

function without(members: Members, name: string): Members {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

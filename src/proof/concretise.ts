import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import type { WireRequest } from '../wire/types.ts';
import { type LawfulRequest, type Members, type ProofDraft, type RequestDraft, type Surroundings } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import { editProof } from './edit-text.ts';
import { finishRequest, inOrder } from './finish-request.ts';
import { randomText } from './keys.ts';
import type { ProofKey } from './proof-key.ts';
import { lawfulHeader } from './lawful-header.ts';
import { mintToken, proofKeyOf } from './mint.ts';
import { applyRequestOps } from './request-ops.ts';
import { resolveValue, type ResolveContext } from './resolve.ts';
import { respell, serialise } from './serialise.ts';

export type Concretised = {
  readonly request: WireRequest;
  /** The text of the first DPoP line, if there is one. */
  readonly proof?: string;
  readonly jti: PlanValue | undefined;
  readonly claims?: Readonly<Members>;
  readonly key: ProofKey;
};

/**
 * Makes the bytes of a request from a lawful one and the ops that change it.
 * @throws Inapplicable when the plan asks for what this request or target does not have
 */
export async function concretise(
  lawful: LawfulRequest,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<Concretised> {
  const draft = await applyRequestOps(lawful, ops, surroundings);
  await mintInto(draft, ops, surroundings);
  const wantsProof = lawful.proof || ops.some((op) => op.op === 'dpop-lines' && op.lines === 'present');
  if (!wantsProof) return { request: toWire(draft, [], ops), jti: undefined, key: surroundings.key };
  const isToken = ops.some((op) => op.op === 'access-token' && op.use === 'proof');
  // A proof cannot hold its own hash: the one that serves as access token has another beside it.
  if (isToken) draft.token = (await makeProof(draft, ops, surroundings)).text;
  const proof = await makeProof(draft, ops, surroundings);
  const lines = await dpopLines(proof, draft, ops, surroundings);
  applyProofAsCredential(draft, ops, proof.text);
  return {
    request: toWire(draft, lines, ops),
    ...(lines[0] === undefined ? {} : { proof: lines[0] }),
    jti: proof.jti,
    ...(proof.claims === undefined ? {} : { claims: proof.claims }),
    key: proof.key,
  };
}

async function mintInto(draft: RequestDraft, ops: readonly Op[], surroundings: Surroundings): Promise<void> {
  if (draft.role !== 'rs' || draft.token === undefined) return;
  const key = await proofKeyOf(ops, surroundings);
  const minted = await mintToken(ops, { surroundings, method: draft.method, url: draft.proofUrl, key });
  if (minted !== undefined) draft.token = minted;
}

type MadeProof = {
  readonly text: string;
  readonly jti: PlanValue | undefined;
  readonly claims?: Readonly<Members>;
  readonly key: ProofKey;
};

async function makeProof(request: RequestDraft, ops: readonly Op[], surroundings: Surroundings): Promise<MadeProof> {
  const replacement = await replacementText(request, ops, surroundings);
  const key = replacement === undefined ? await proofKeyOf(ops, surroundings) : surroundings.key;
  const token = request.token === undefined ? {} : { token: request.token };
  const context: ResolveContext = { surroundings, method: request.method, url: request.proofUrl, key, ...token };
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

/** As lawful as this one was before the ops, and made with another key. */
async function otherProof(context: ResolveContext): Promise<string> {
  if (context.lawful === undefined) throw new Inapplicable('what is sent as the proof has no lawful one beside it');
  const key = await context.surroundings.otherKey(context.key.alg);
  const claims = { ...context.lawful.payload, jti: randomText(16) };
  return serialise({ header: lawfulHeader(key), claims, key }, [], context);
}

async function replacementText(
  request: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<string | undefined> {
  for (const op of ops) {
    if (op.op === 'proof-text') return op.text;
    if (op.op === 'proof-of') {
      const earlier = surroundings.earlier.get(op.exchange);
      if (earlier?.text === undefined) throw new Inapplicable(`no proof was sent as "${op.exchange}"`);
      return op.edit === undefined ? earlier.text : respell(earlier.text, op.edit);
    }
    if (op.op === 'proof-from') {
      const text =
        op.source === 'access-token'
          ? (request.token ?? (await surroundings.token('own')))
          : surroundings.documents[op.source];
      if (text === undefined) throw new Inapplicable(`no ${op.source.replace('-', ' ')} to send in place of the proof`);
      return text;
    }
  }
  return undefined;
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
  const nonce = nonceOp === undefined ? surroundings.nonce.current : chosenNonce(nonceOp, surroundings);
  return nonce === undefined ? claims : { ...claims, nonce };
}

function chosenNonce(op: Extract<Op, { op: 'nonce' }>, surroundings: Surroundings): string | undefined {
  if (op.from === 'none') return undefined;
  const nonce = {
    current: surroundings.nonce.current,
    previous: surroundings.nonce.previous,
    stale: surroundings.nonce.stale,
    'other-role': surroundings.nonce.otherRole,
    'made-up': randomText(24),
  }[op.from];
  if (nonce === undefined) throw new Inapplicable(`no nonce of the kind "${op.from}" is known`);
  switch (op.edit) {
    case undefined:
      return nonce;
    case 'flip-first':
      return (nonce.startsWith('A') ? 'B' : 'A') + nonce.slice(1);
    case 'drop-last':
      return nonce.slice(0, -1);
    case 'append':
      return `${nonce}A`;
    case 'upper':
      if (nonce.toUpperCase() === nonce) throw new Inapplicable('the nonce has no lower-case letter');
      return nonce.toUpperCase();
    case 'empty':
      return '';
    case 'space':
      return `${nonce} `;
    default:
      op.edit satisfies never;
      return nonce;
  }
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

async function dpopLines(
  proof: MadeProof,
  request: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<readonly string[]> {
  // What a case changes stands after what its control shares.
  const edit = ops.findLast((op) => op.op === 'dpop-lines')?.lines;
  const second = async (): Promise<string> => (await makeProof(request, ops, surroundings)).text;
  switch (edit) {
    case undefined:
    case 'present':
      return [proof.text];
    case 'absent':
      return [];
    case 'empty':
      return [''];
    case 'twice-same':
      return [proof.text, proof.text];
    case 'twice-distinct':
      return [proof.text, await second()];
    case 'valid-then-garbage':
      return [proof.text, 'not-a-proof'];
    case 'garbage-then-valid':
      return ['not-a-proof', proof.text];
    case 'comma-same':
      return [`${proof.text}, ${proof.text}`];
    case 'comma-distinct':
      return [`${proof.text}, ${await second()}`];
    case 'trailing-comma':
      return [`${proof.text},`];
    case 'fifty':
      return [proof.text, ...Array.from({ length: 49 }, (_, index) => `not-a-proof-${index}`)];
    default:
      edit satisfies never;
      return [proof.text];
  }
}

/** Where the finished proof itself is presented as a client's credential. */
function applyProofAsCredential(draft: RequestDraft, ops: readonly Op[], proof: string): void {
  if (ops.some((op) => op.op === 'client-auth' && op.use === 'proof-as-assertion')) {
    draft.form?.push(
      ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      ['client_assertion', proof],
    );
  }
}

function toWire(draft: RequestDraft, lines: readonly string[], ops: readonly Op[]): WireRequest {
  const name = ops.find((op) => op.op === 'dpop-field')?.name ?? 'DPoP';
  const { url, fields, body } = finishRequest(draft);
  const proofs = lines.map((line) => [name, line] as const);
  const all = inOrder(fields, proofs, ops.find((op) => op.op === 'field-order')?.edit);
  const plain = all.every(([, value]) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value));
  return {
    method: draft.method,
    url,
    fields: all,
    ...(body === undefined ? {} : { body }),
    ...(plain && !draft.raw ? {} : { raw: true }),
  };
}

import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import type { WireRequest } from '../wire/types.ts';
import { dpopLines } from './dpop-lines.ts';
import type { LawfulRequest, Members, RequestDraft, Surroundings } from './draft.ts';
import { finishRequest, inOrder } from './finish-request.ts';
import { makeProof } from './make-proof.ts';
import { mintToken, proofKeyOf } from './mint.ts';
import type { ProofKey } from './proof-key.ts';
import { applyRequestOps } from './request-ops.ts';

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
  // A proof cannot contain its own hash, so the access token is a second proof beside the first.
  if (isToken) draft.token = (await makeProof(draft, ops, surroundings)).text;
  const proof = await makeProof(draft, ops, surroundings);
  const lines = await dpopLines(proof, draft, ops, surroundings);
  applyProofAsCredential(draft, ops, proof.text);
  return {
    request: toWire(draft, lines, ops),
    ...defined({ proof: lines[0], claims: proof.claims }),
    jti: proof.jti,
    key: proof.key,
  };
}

async function mintInto(draft: RequestDraft, ops: readonly Op[], surroundings: Surroundings): Promise<void> {
  if (draft.role !== 'rs' || draft.token === undefined) return;
  const key = await proofKeyOf(ops, surroundings);
  const minted = await mintToken(ops, { surroundings, method: draft.method, url: draft.proofUrl, key });
  if (minted !== undefined) draft.token = minted;
}

/** Presents the finished proof itself as the client's credential, where an op asks for it. */
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
    ...defined({ body }),
    ...(plain && !draft.raw ? {} : { raw: true }),
  };
}

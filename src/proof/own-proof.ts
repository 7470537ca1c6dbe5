import type { Op } from '../plan/ops.ts';
import { chooseKey } from './choose-key.ts';
import type { Members, ProofDraft, RequestDraft } from './draft.ts';
import { lawfulClaims } from './lawful-claims.ts';
import { lawfulHeader } from './lawful-header.ts';
import { applyMemberOps } from './member-ops.ts';
import { serialise } from './text/serialise.ts';
import type { ResolveContext } from './values/resolve-context.ts';

/** A proof of the request before its text is edited. `context` holds its key and its lawful members. */
export type OwnProof = {
  readonly text: string;
  readonly claims: Readonly<Members>;
  readonly context: ResolveContext;
};

/** Makes a proof from its key, its lawful members, and the ops on them: key, header, claims, serialisation. */
export async function ownProof(
  request: RequestDraft,
  ops: readonly Op[],
  beside: Omit<ResolveContext, 'key' | 'lawful'>,
): Promise<OwnProof> {
  const key = await chooseKey(ops, beside.surroundings);
  const header = lawfulHeader(key);
  const claims = await lawfulClaims(request, ops, { ...beside, key });
  const context: ResolveContext = { ...beside, key, lawful: { header, payload: claims } };
  const draft: ProofDraft = { header, claims, key };
  await applyMemberOps(draft, ops, context);
  return { text: await serialise(draft, ops, context), claims: draft.claims, context };
}

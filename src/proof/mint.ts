import type { Op } from '../plan/ops.ts';
import { chooseKey } from './choose-key.ts';
import type { Members, RequestDraft, Surroundings, TokenChange } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { resolveValue } from './values/resolve.ts';

/** Puts the access token that the ops ask Proofmark to sign in place of the session's own. */
export async function mintInto(draft: RequestDraft, ops: readonly Op[], surroundings: Surroundings): Promise<void> {
  if (draft.role !== 'rs' || draft.token === undefined) return;
  const key = await chooseKey(ops, surroundings);
  const minted = await mintToken(ops, { surroundings, method: draft.method, url: draft.proofUrl, key });
  if (minted !== undefined) draft.token = minted;
}

/** `undefined` where the ops ask for none. */
async function mintToken(ops: readonly Op[], context: ResolveContext): Promise<string | undefined> {
  if (!ops.some((op) => op.op === 'minted-token' || op.op.startsWith('token-'))) return undefined;
  const { mint, key } = context.surroundings;
  if (mint === undefined) throw new Inapplicable('no access tokens can be minted for the resource server');
  const signer = signerOf(ops, context);
  const set: Members = {};
  const removed = new Set<string>();
  for (const op of ops) {
    if (op.op === 'token-claim-set') set[op.name] = await resolveValue(op.value, context);
    if (op.op === 'token-claim-remove') removed.add(op.name);
  }
  return mint({ jkt: key.jkt, set, remove: [...removed], ...signer });
}

function signerOf(ops: readonly Op[], { key }: ResolveContext): Pick<TokenChange, 'by' | 'showsKey'> {
  const by = ops.find((op) => op.op === 'token-sign')?.by;
  switch (by) {
    case undefined:
      return { by: 'issuer' };
    case 'proof-key':
      return { by: key, showsKey: true };
    case 'other':
    case 'nobody':
    case 'broken':
      return { by };
    default:
      by satisfies never;
      return { by: 'issuer' };
  }
}

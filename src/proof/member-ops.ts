import type { Op } from '../plan/ops.ts';
import type { Members, ProofDraft } from './draft.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { resolveValue } from './values/resolve.ts';

/** Changes the members of header and claims as the ops ask for it, one after the other. */
export async function applyMemberOps(draft: ProofDraft, ops: readonly Op[], context: ResolveContext): Promise<void> {
  for (const op of ops) {
    switch (op.op) {
      case 'header-remove':
        draft.header = without(draft.header, op.name);
        break;
      case 'claim-remove':
        draft.claims = without(draft.claims, op.name);
        break;
      case 'header-set':
        draft.header = { ...draft.header, [op.name]: await resolveValue(op.value, context) };
        break;
      case 'claim-set':
        draft.claims = { ...draft.claims, [op.name]: await resolveValue(op.value, context) };
        break;
      default:
    }
  }
}

function without(members: Members, name: string): Members {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

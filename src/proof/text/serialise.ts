import type { Op } from '../../plan/ops.ts';
import type { ProofDraft } from '../draft.ts';
import { partText } from './part-text.ts';
import { segments } from './segments.ts';
import { signatureOf } from './signature.ts';
import type { ResolveContext } from '../values/resolve-context.ts';

/** Turns the draft into the text of the DPoP field: JSON, base64url, signature, compact serialisation. */
export async function serialise(draft: ProofDraft, ops: readonly Op[], context: ResolveContext): Promise<string> {
  const textOf = (part: 'header' | 'payload'): Promise<Buffer> => partText(part, draft, ops, context);
  const [header, payload] = [await textOf('header'), await textOf('payload')];
  const input = `${header.toString('base64url')}.${payload.toString('base64url')}`;
  const signature = await signatureOf(input, draft, ops, context.surroundings);
  return segments(header, payload, signature, ops);
}

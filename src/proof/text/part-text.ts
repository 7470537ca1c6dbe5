import type { Op, OpOf } from '../../plan/ops.ts';
import type { ProofDraft } from '../draft.ts';
import { editJson, editJsonText } from '../edits/edit-json.ts';
import { writeJson } from '../json-writer.ts';
import type { ResolveContext } from '../values/resolve-context.ts';
import { resolveValue } from '../values/resolve.ts';

/** The JSON text of a part of the proof, with the ops that edit it as text. */
export async function partText(
  part: 'header' | 'payload',
  draft: ProofDraft,
  ops: readonly Op[],
  context: ResolveContext,
): Promise<Buffer> {
  const members = part === 'header' ? draft.header : draft.claims;
  let text = writeJson(members);
  for (const op of ops) {
    if (op.op === 'duplicate-member' && op.part === part) {
      const member = `${JSON.stringify(op.name)}:${writeJson(await resolveValue(op.value, context))}`;
      text = op.position === 'first' ? `{${member},${text.slice(1)}` : `${text.slice(0, -1)},${member}}`;
    }
    if (op.op === 'json-bytes' && op.part === part) text = editJsonText(text, op);
  }
  const edit = ops.find((op): op is OpOf<'json'> => op.op === 'json' && op.part === part)?.edit;
  return edit === undefined ? Buffer.from(text, 'utf8') : editJson(text, edit);
}

import type { Op } from '../../plan/ops.ts';
import type { RequestDraft, Surroundings } from '../draft.ts';
import { Inapplicable } from '../inapplicable.ts';
import { respell } from './respell.ts';

/** The text that an op sends in place of the proof, if there is such an op. */
export async function replacementText(
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

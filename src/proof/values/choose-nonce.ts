import type { OpOf } from '../../plan/ops.ts';
import type { Surroundings } from '../draft.ts';
import { Inapplicable } from '../inapplicable.ts';
import { randomText } from '../keys.ts';

/** The value of the `nonce` claim that the op asks for; `undefined` leaves the claim out. */
export function chooseNonce(op: OpOf<'nonce'>, surroundings: Surroundings): string | undefined {
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

import type { Bench } from '../bench/bench.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import type { Sent } from './sent.ts';

const second = 1000;

/**
 * Notes that a lawful request was refused at a place, and accepted when it was sent again. A server that takes no `iat` ahead
 * of its clock, which is a part of a second behind ours, refuses the youngest proofs (RFC 9449 §11.1). So from the first such
 * refusal on, proofs are dated a second back. If one is refused all the same, the place wavers.
 */
export function noteWavering(bench: Bench, place: Place, refused: Sent): void {
  const { clocks, datedBack, wavering } = bench.facts;
  const role = roleOf(place);
  const tried = datedBack.get(role);
  const clock = clocks[role];
  if (refused.outcome.error !== 'invalid_dpop_proof' || tried === 'in vain') {
    wavering.add(place);
  } else if (tried === undefined) {
    datedBack.set(role, 'of use');
    clocks[role] = { ...clock, offset: clock.offset - 1 };
  } else if (isDatedBack(refused, clock.offset)) {
    datedBack.set(role, 'in vain');
    clocks[role] = { ...clock, offset: clock.offset + 1 };
    wavering.add(place);
  }
}

/** And not made before the others were dated back. */
function isDatedBack({ startedAt, proof }: Sent, offset: number): boolean {
  const iat = proof?.claims?.['iat'];
  return typeof iat !== 'number' || startedAt - second * (iat - offset - 1) >= second;
}

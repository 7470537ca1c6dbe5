import type { Bench } from '../bench/bench.ts';
import type { Role } from '../bench/nonces.ts';
import { rest } from '../bench/rest.ts';
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

/** Whether a request may have been refused for its age alone, before proofs were dated back. */
export function isTooYoung({ facts }: Bench, place: Place, sent: Sent): boolean {
  const role = roleOf(place);
  const isOfProof = sent.outcome.class === 'refused' && sent.outcome.error === 'invalid_dpop_proof';
  return isOfProof && facts.datedBack.get(role) === 'of use' && !isDatedBack(sent, facts.clocks[role].offset);
}

/** In a second, when hardly any clock that is a part of it behind refuses a proof of its beginning; milliseconds. */
const lateMs = 920;
const mostLateTries = 3;

/**
 * Sends a request again whose proof was refused: at the end of a second, where its age may be the reason. All that were refused
 * at one moment wait for the same one. After a few such waits in vain nobody waits any more.
 */
export async function againLate(
  { facts, signal }: Bench,
  place: Place,
  refused: Sent,
  attempt: () => Promise<Sent>,
): Promise<Sent> {
  const role = roleOf(place);
  const inVain = facts.lateTries.get(role) ?? 0;
  const isOfProof = refused.outcome.error === 'invalid_dpop_proof';
  if (!isOfProof || facts.datedBack.has(role) || inVain >= mostLateTries) return attempt();
  await rest(Math.max(0, lateMs - second + untilSecond(facts, role)), signal);
  const sent = await attempt();
  if (sent.outcome.class !== 'accepted') facts.lateTries.set(role, inVain + 1);
  return sent;
}

/** Milliseconds until the next second begins by the clock of a server. */
export function untilSecond({ clocks }: Bench['facts'], role: Role): number {
  return second - ((Date.now() + second * clocks[role].offset) % second);
}

/** And not made before the others were dated back. */
function isDatedBack({ startedAt, proof }: Sent, offset: number): boolean {
  const iat = proof?.claims?.['iat'];
  return typeof iat !== 'number' || startedAt - second * (iat - offset - 1) >= second;
}

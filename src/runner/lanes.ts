import type { Bench } from '../bench/bench.ts';
import { firstChoice } from '../bench/client-choice.ts';
import { plainGrant } from '../target/descriptor/client.ts';
import type { CaseInstance } from './case-context.ts';
import { createSlots, type Slots } from './slots.ts';

/** The slots of each case of a pool. */
export type Lanes = { readonly slotsOf: (instance: CaseInstance) => Slots };

/**
 * Logins take turns, since they share the user's session. So the cases that log in have slots of their own: in a crowd they
 * would hold all of them while they wait, and nothing else would run. What is under way at once is limited where it is sent.
 */
export function createLanes(bench: Bench, width: number): Lanes {
  const others = createSlots(width);
  const logins = width === 1 ? others : createSlots(Math.ceil(width / 4));
  return { slotsOf: (instance) => (logsIn(bench, instance) ? logins : others) };
}

function logsIn({ loaded }: Bench, { case: { session = {} }, place, subject }: CaseInstance): boolean {
  if (place === 'authorization') return true;
  if (place !== 'token') return false;
  const clients = loaded.descriptor.as?.clients ?? [];
  const named = clients.find(({ id }) => id === subject);
  const grant = session.grant ?? (named && plainGrant(named)) ?? firstChoice(clients, place, session)?.grant;
  return grant === 'authorization_code' || grant === 'refresh_token';
}

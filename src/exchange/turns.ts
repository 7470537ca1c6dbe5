import { createMutex } from '../bench/mutex.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Plan } from './plan.ts';
import type { Sent } from './sent.ts';

/** Runs a task; it runs alone where the server takes only one request at a time. */
export async function inTurn<T>(plan: Plan, task: () => Promise<T>): Promise<T> {
  const serial = plan.bench.serial.get(roleOf(plan.place));
  if (serial === undefined) return task();
  // The tokens that the request needs come from the same server. Requested after the lock is taken, they would wait for it.
  if (plan.place === 'introspection' || plan.ops.some(({ op }) => op === 'proof-from')) await plan.session.token('own');
  return serial(task);
}

/**
 * The same for a whole exchange. One that still ends in a challenge shows a server whose nonces do not survive concurrent
 * requests; from then on it gets one request at a time.
 */
export async function inOwnTurn(plan: Plan, attempt: () => Promise<Sent>): Promise<Sent> {
  const { bench } = plan;
  const role = roleOf(plan.place);
  const wasSerial = bench.serial.has(role);
  const sent = await inTurn(plan, attempt);
  if (wasSerial || sent.outcome.class !== 'challenged' || !answersChallenges(plan)) return sent;
  const mutex = bench.serial.get(role) ?? createMutex();
  bench.serial.set(role, mutex);
  return mutex(attempt);
}

/** Whether a challenge is answered: not where ops choose the nonce or the whole proof, since these cannot change. */
export function answersChallenges({ answerChallenges, ops }: Plan): boolean {
  return answerChallenges && !ops.some(({ op }) => op === 'nonce' || op === 'proof-of' || op === 'proof-text');
}

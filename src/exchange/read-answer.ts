import type { Bench } from '../bench/bench.ts';
import type { Outcome } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import { nonceOf } from '../verdict/answer.ts';
import { classify, type LawfulAnswer } from '../verdict/outcome.ts';
import type { WireExchange } from '../wire/types.ts';
import { lawfulAnswer } from './lawful-answer.ts';
import { noteRegistered } from './registration.ts';
import type { Plan } from './plan.ts';
import type { Made } from './surroundings.ts';

/** The class of an answer, and what counted as the lawful one when it was classified. */
type Classified = { readonly outcome: Outcome; readonly lawful: LawfulAnswer };

/** A request, its answer, and the class of that answer. */
export type Answered = Classified & { readonly made: Made; readonly exchange: WireExchange };

export type Read = Classified & { readonly nonce: string | undefined };

/** Classifies an answer, and keeps what later requests need from it. */
export function readAnswer(plan: Plan, exchange: WireExchange): Read {
  const { bench } = plan;
  const nonce = exchange.response === undefined ? undefined : nonceOf(exchange.response);
  if (nonce !== undefined) bench.nonces.learn(roleOf(plan.place), plan.session.id, nonce);
  // An answer that is not recorded can only bring up its secrets again if later requests use them.
  if (bench.quiet !== true || plan.purpose !== 'tested') registerSecrets(bench, exchange);
  if (plan.place === 'registration' && exchange.response !== undefined) noteRegistered(bench, exchange.response);
  const lawful = lawfulAnswer(plan);
  const outcome = classify(plan.place, exchange, lawful);
  if (plan.delta.length === 0) bench.vigil.noteLawful(exchange, outcome.class === 'accepted');
  return { nonce, lawful, outcome };
}

const secretMembers = ['access_token', 'refresh_token', 'id_token'] as const;

function registerSecrets(bench: Bench, exchange: WireExchange): void {
  const body = exchange.response?.body ?? '';
  if (!body.includes('_token"')) return;
  for (const member of secretMembers) {
    const value = new RegExp(`"${member}"\\s*:\\s*"([^"\\\\]{8,})"`).exec(body)?.[1];
    if (value !== undefined) bench.redactor.add(value, member);
  }
}

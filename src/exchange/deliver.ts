import { setTimeout as delay } from 'node:timers/promises';
import { heedThrottling, maxThrottled, waitForPause } from '../bench/throttle.ts';
import { defined } from '../defined.ts';
import { visit } from './authorize.ts';
import type { Plan } from './plan.ts';
import { answerOf, type Answered, learnFrom, readAnswer } from './read-answer.ts';
import { recordExchange } from './record-exchange.ts';
import type { Sent } from './sent.ts';
import { carriesCanary, type Ingredients, makeRequest } from './surroundings.ts';
import { answersChallenges } from './turns.ts';

const maxChallenges = 3;
/** Milliseconds to wait for a visit: a server may follow a URL after it has answered. */
const canaryMs = 150;

/** Sends a plan with a given grant. Answers demands for a nonce, and waits where the target asks for a pause. */
export async function deliver(plan: Plan, ingredients: Ingredients): Promise<Sent> {
  const { bench } = plan;
  const challenges: string[] = [];
  for (let throttled = 0; ;) {
    const startedAt = Date.now();
    const { nonce, ...answered } = await sendOnce(plan, ingredients);
    const endedAt = Date.now();
    const { made, outcome, exchange } = answered;
    const isChallenge = outcome.class === 'challenged' && nonce !== undefined && answersChallenges(plan);
    const isPause = outcome.class === 'throttled' && throttled < maxThrottled && bench.vigil.mayPass(made.request.url);
    const again = isPause || (isChallenge && challenges.length < maxChallenges);
    const purpose = again ? (isPause ? 'setup' : 'challenge') : plan.purpose;
    const id = recordExchange({ ...plan, purpose }, answered);
    if (!again) return { id, ...sentOf(plan, answered, ingredients), challenges, startedAt, endedAt };
    if (isPause) {
      throttled += 1;
      heedThrottling(bench, exchange.response);
    } else challenges.push(id);
  }
}

function sentOf(
  plan: Plan,
  answered: Answered,
  { grant }: Ingredients,
): Pick<Sent, 'outcome' | 'exchange' | 'answer' | 'proof'> {
  const { made, exchange, outcome } = answered;
  const { proof: text, jti, claims } = made;
  const answer = answerOf(plan, answered);
  return { outcome, exchange, ...defined({ answer }), proof: { jti, grant, ...defined({ text, claims }) } };
}

type Once = Answered & { readonly nonce: string | undefined };

async function sendOnce(plan: Plan, ingredients: Ingredients): Promise<Once> {
  const { bench } = plan;
  await waitForPause(bench);
  const made = await makeRequest(plan, ingredients);
  if (plan.place === 'authorization') return { made, ...(await visit(plan, made.request.url)), nonce: undefined };
  const exchange = await bench.wire.send({ ...made.request, ...defined({ timeoutMs: plan.patience }) });
  if (carriesCanary(plan.ops)) await delay(canaryMs);
  const { nonce, outcome } = readAnswer(plan, exchange);
  learnFrom(plan, exchange, outcome);
  return { made, exchange, nonce, outcome };
}

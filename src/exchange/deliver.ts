import { setTimeout as delay } from 'node:timers/promises';
import { heedThrottling, maxThrottled, waitForPause } from '../bench/throttle.ts';
import { defined } from '../defined.ts';
import { classify } from '../verdict/outcome.ts';
import { answerOf } from './answer.ts';
import { visit } from './authorize.ts';
import { learnFrom } from './learn.ts';
import type { Plan } from './plan.ts';
import { type Answered, readAnswer } from './read-answer.ts';
import { recordExchange } from './record-exchange.ts';
import type { Sent } from './sent.ts';
import { carriesCanary, type Ingredients, makeRequest } from './surroundings.ts';
import { answersChallenges } from './turns.ts';
import { isUnrepeatable } from './unrepeatable.ts';

/** Demands for a nonce that are answered; more where an answer beyond the first has helped: one node of several demands its own. */
const maxChallenges = { usual: 3, byNode: 8 };
/** Milliseconds to wait for a visit: a server may follow a URL after it has answered. */
const canaryMs = 150;

/**
 * Sends a plan with the ingredients that are made for it. Answers demands for a nonce, and waits where the target asks for a
 * pause. No bytes go out twice: where a kept connection was dead, all is made anew, since the server may have read the proof.
 */
export async function deliver(plan: Plan, prepare: () => Promise<Ingredients>): Promise<Sent> {
  const { bench } = plan;
  const challenges: string[] = [];
  let ingredients = await prepare();
  let lost: Once | undefined;
  for (let throttled = 0; ;) {
    const startedAt = Date.now();
    const latest = await sendOnce(plan, ingredients, lost !== undefined);
    const endedAt = Date.now();
    if (latest.exchange.stale === true) {
      lost = latest;
      ingredients = await prepare();
      continue;
    }
    const { nonce, ...answered } = settled(plan, latest, lost);
    lost = undefined;
    const { made, outcome, exchange } = answered;
    const isChallenge = outcome.class === 'challenged' && nonce !== undefined && answersChallenges(plan);
    const isPause = outcome.class === 'throttled' && throttled < maxThrottled && bench.vigil.mayPass(made.request.url);
    const again = isPause || (isChallenge && challenges.length < mostChallenges(plan));
    if (challenges.length > 1 && !isChallenge && !isPause) bench.facts.noncesByNode.add(plan.place);
    const purpose = again ? (isPause ? 'setup' : 'challenge') : plan.purpose;
    const id = recordExchange({ ...plan, purpose }, answered);
    if (!again) return { id, ...sentOf(plan, answered, ingredients), challenges, startedAt, endedAt };
    if (isPause) {
      throttled += 1;
      heedThrottling(bench, exchange.response);
    } else challenges.push(id);
  }
}

function mostChallenges({ bench, place }: Plan): number {
  return bench.facts.noncesByNode.has(place) ? maxChallenges.byNode : maxChallenges.usual;
}

/** Where nothing listens any more, the server went down at the request before: its failure counts. */
function settled(plan: Plan, latest: Once, lost: Once | undefined): Once {
  if (lost === undefined) return latest;
  if (latest.exchange.failure?.kind === 'connect') return lost;
  recordExchange({ ...plan, purpose: 'setup' }, lost);
  return latest;
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

async function sendOnce(plan: Plan, ingredients: Ingredients, isAgain: boolean): Promise<Once> {
  const { bench } = plan;
  await waitForPause(bench);
  const made = await makeRequest(plan, ingredients);
  if (plan.place === 'authorization')
    return { made, ...(await visit(plan, made.request.url)), lawful: {}, nonce: undefined };
  const fresh = isAgain || plan.fresh === true || isUnrepeatable(plan);
  const exchange = await bench.wire.send({
    ...made.request,
    fresh,
    once: true,
    ...defined({ timeoutMs: plan.patience }),
  });
  if (exchange.stale === true)
    return { made, exchange, nonce: undefined, lawful: {}, outcome: classify(plan.place, exchange) };
  if (carriesCanary(plan.ops)) await delay(canaryMs);
  const read = readAnswer(plan, exchange);
  learnFrom(plan, exchange, read.outcome);
  return { made, exchange, ...read };
}

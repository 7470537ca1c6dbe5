import { rest } from '../bench/rest.ts';
import type { Site } from '../bench/site.ts';
import { planFor } from '../exchange/plan.ts';
import { send } from '../exchange/send.ts';
import { isDoubtful } from '../exchange/steadily.ts';
import { noteWavering, untilSecond } from '../exchange/wavering.ts';
import { roleOf } from '../suite/catalogue.ts';

/** Of two nodes, so many requests miss the other one once in sixty-four times. */
const times = 6;

/**
 * Sends the plain lawful request, which was accepted, some times more. Where one is refused the place may waver: then no single
 * refusal there counts. The first is made when a second begins: a server whose clock is a part of a second behind may refuse it.
 * Only then are the others dated, so they go out once it is answered, all at once.
 */
export async function learnSteadiness(site: Site): Promise<void> {
  const { facts, signal } = site.bench;
  const attempt = async (): Promise<void> => {
    const sent = await send(planFor(site, { instance: 'preflight' }));
    if (isDoubtful(sent)) noteWavering(site.bench, site.place, sent);
  };
  await rest(untilSecond(facts, roleOf(site.place)), signal);
  await attempt();
  if (facts.wavering.has(site.place)) return;
  await Promise.all(Array.from({ length: times - 1 }, attempt));
}

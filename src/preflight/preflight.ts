import type { Bench } from '../bench/bench.ts';
import { isOpenAt } from '../bench/offer.ts';
import type { Preflight } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { factList } from './fact-list.ts';
import { blockOnError, type Inspection, noToken } from './inspection.ts';
import { inspectIntrospection } from './introspection.ts';
import { inspectPar } from './par.ts';
import { inspectResources } from './resource.ts';
import { inspectToken } from './token.ts';

/**
 * Finds out, before any scored case, whether the target answers, and what every case must know of it. What is learnt goes
 * into `bench.facts`; an obstacle with a place blocks that place.
 */
export async function preflight(bench: Bench): Promise<Omit<Preflight, 'type' | 'target'>> {
  const inspection: Inspection = { bench, obstacles: [] };
  if (bench.issuing !== undefined) await inspectIssuing(inspection, bench.issuing);
  if (bench.as !== undefined) await blockOnError(inspection, 'token', () => inspectToken(inspection));
  const isOpen = (place: Place): boolean => isOpenAt(bench, place) && !bench.facts.blocked.has('token');
  const isResourceOpen = bench.resources.length > 0 && !lacksTokens(bench);
  // These do not depend on each other, and a target that is far away takes its time for each answer.
  const further = await Promise.all([
    apart(bench, isOpen('par'), inspectPar),
    apart(bench, isResourceOpen, (own) => blockOnError(own, 'resource', () => inspectResources(own))),
    apart(bench, isOpen('introspection'), (own) => blockOnError(own, 'introspection', () => inspectIntrospection(own))),
  ]);
  return { facts: factList(bench), obstacles: [...inspection.obstacles, ...further.flat()] };
}

/** An inspection beside others, with obstacles of its own. */
async function apart(
  bench: Bench,
  isWanted: boolean,
  inspect: (own: Inspection) => Promise<void>,
): Promise<Inspection['obstacles']> {
  const own: Inspection = { bench, obstacles: [] };
  if (isWanted) await inspect(own);
  return own.obstacles;
}

/** Nothing is asked of resources where the server that issues their tokens answers nothing at all. */
function lacksTokens({ loaded, facts }: Bench): boolean {
  const cause = facts.blocked.get('token');
  if (cause === undefined || facts.hanging.size === 0 || loaded.descriptor.rs?.token.from !== 'as') return false;
  facts.blocked.set('resource', noToken(cause));
  return true;
}

/** The server that issues the access tokens is not under test, but its clock, its nonces and its algorithms have to be known. */
async function inspectIssuing({ obstacles }: Inspection, bench: Bench): Promise<void> {
  const beside: Inspection = { bench, obstacles: [] };
  await blockOnError(beside, 'token', () => inspectToken(beside));
  const from = bench.loaded.descriptor.name;
  for (const obstacle of beside.obstacles)
    obstacles.push({ ...obstacle, severity: 'warning', message: `${from}: ${obstacle.message}` });
}

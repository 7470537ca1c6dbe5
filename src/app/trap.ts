import { createMint } from '../peer/mint.ts';
import { openPeer } from '../peer/open-peer.ts';
import { createExchangeIds } from '../bench/exchange-ids.ts';
import { HarnessError } from '../errors.ts';
import { didYouMean } from '../document/nearest.ts';
import type { ExchangeEvent } from '../record/schema.ts';
import { visitEvent } from '../runner/client/record-visit.ts';
import { loadCatalogue, findClientRequirement } from '../suite/catalogue.ts';
import type { Posture } from '../suite/client/posture.ts';
import { watchClient } from '../verdict/client/watch-client.ts';
import { grade } from '../verdict/policy.ts';
import { suites } from '../../suites/index.ts';

/** What was seen of one request: where it came, our answer, and the rules that it was the first to break. */
export type Trapped = { readonly line: string; readonly broken: readonly string[] };

export type Trap = { readonly urls: readonly string[]; readonly close: () => Promise<void> };

/**
 * Servers that wait for any client, and judge each request as it comes. `posture` is the id of a case for clients; without one the
 * servers are lawful.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such case
 */
export async function openTrap(posture: string | undefined, onTrapped: (trapped: Trapped) => void): Promise<Trap> {
  const rules = postureOf(posture);
  const events: ExchangeEvent[] = [];
  const known = new Set<string>();
  const nextId = createExchangeIds('trap');
  const peer = await openPeer({
    posture: rules,
    mint: createMint(),
    ports: new Set(),
    onVisit: (visit) => {
      const place = {
        id: nextId('by-hand'),
        target: 'trap',
        instance: 'trap',
        run: 'trap',
        purpose: 'tested' as const,
      };
      const event = visitEvent(visit, { ...place, posture: rules });
      events.push(event);
      const broken = brokenIn(events).filter((text) => !known.has(text));
      broken.forEach((text) => known.add(text));
      const { method } = visit.asked;
      const differs = event.delta.length === 0 ? '' : ` (${event.delta.join('; ')})`;
      onTrapped({ line: `${method} ${visit.url}  ${event.outcome.text}${differs}`, broken });
    },
  });
  const { as, rs, rs2 } = peer.origins;
  return { urls: [`issuer    ${as}`, `resource  ${rs}/`, `resource  ${rs2}/`], close: peer.close };
}

function postureOf(id: string | undefined): Posture {
  if (id === undefined) return [];
  const cases = suites.flatMap(({ clientCases = [] }) => clientCases);
  const found = cases.find((one) => one.id === id || one.id === `client-${id}`);
  if (found !== undefined) return found.posture;
  const hint = didYouMean(
    id,
    cases.map((one) => one.id),
  );
  throw new HarnessError(
    'ERR_USAGE',
    `--posture: no case for clients is called "${id}"${hint}; proofmark list --role client shows them`,
  );
}

/** What the requests so far break, by the rules for every request. */
function brokenIn(events: readonly ExchangeEvent[]): readonly string[] {
  const catalogue = loadCatalogueOnce();
  const watches = suites.flatMap(({ clientWatches = [] }) => clientWatches);
  return watches.flatMap((watch) => {
    const rows = watch.requirements.flatMap((id) => findClientRequirement(catalogue, id) ?? []);
    const graded = rows
      .filter(({ profile }) => profile === 'core')
      .map((row) => grade(row, { profiles: [], strict: false }));
    if (graded.length === 0) return [];
    const { verdict } = watchClient(watch, graded, events);
    return verdict === 'fail' || verdict === 'warn'
      ? [`${verdict}  does not keep: ${watch.title} (${graded[0]?.id ?? ''})`]
      : [];
  });
}

let rows: ReturnType<typeof loadCatalogue> | undefined;

function loadCatalogueOnce(): ReturnType<typeof loadCatalogue> {
  return (rows ??= loadCatalogue());
}

import type { FuzzSummary } from '../record/schema.ts';
import type { CampaignHunted } from './campaign-hunt.ts';
import type { Campaign } from './campaign-settings.ts';
import type { Exploration } from './exploration/exploration.ts';
import type { FuzzPlace } from './plans/vocabulary.ts';

/** What was still to be tried at a place when it was lost. */
export type Untried = ReadonlyMap<FuzzPlace, string>;

export function untriedAt({ lost }: Exploration, rest: string): Untried {
  return new Map([...lost.keys()].map((place) => [place, rest]));
}

export type Ending = {
  /** Requests of the run before it. */
  readonly before: number;
  readonly places: readonly FuzzPlace[];
  readonly findings: number;
  readonly stopped: string | undefined;
  /** A budget stopped it. */
  readonly isCut: boolean;
  readonly untried: Untried;
};

export function summaryOf(
  { bench, seed }: Campaign,
  { counts, lost }: Exploration,
  hunted: CampaignHunted,
  { before, places, findings, stopped, isCut, untried }: Ending,
): FuzzSummary {
  const lostAt = [...lost].map(([place, why]) => {
    return `${place}: ${why} (not tried: ${untried.get(place) ?? 'the rest of the plans at random'})`;
  });
  return {
    type: 'fuzz',
    target: bench.loaded.descriptor.name,
    seed,
    places: [...places],
    plans: { ...counts },
    sequences: hunted.played,
    requests: bench.wire.sent() - before,
    findings,
    ...endOf([...lostAt, ...hunted.lost], stopped),
    ...(isCut ? { cut: true } : {}),
  };
}

function endOf(lost: string[], stopped: string | undefined): Pick<FuzzSummary, 'stopped' | 'lost'> {
  if (lost.length > 0) return { stopped: lost.join('; '), lost };
  return { stopped: stopped ?? 'all plans were tried' };
}

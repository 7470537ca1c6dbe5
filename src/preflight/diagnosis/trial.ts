import { HarnessError } from '../../errors.ts';
import type { Site } from '../../bench/site.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Op } from '../../plan/ops.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';

/** A request that differs in one point from the plain one that was refused. */
export type Trial = {
  /** What a server that takes it is wrong about. */
  readonly about: 'htu' | 'ath' | 'iat' | 'htm' | 'typ';
  /** What the proof has in place of the lawful value. */
  readonly words: string;
  readonly ops: readonly Op[];
};

/** Sends a request with these ops; `undefined` where it cannot be made. */
export async function tryOps(site: Site, ops: readonly Op[]): Promise<Sent | undefined> {
  try {
    return await send(planFor(site, { instance: 'preflight', ops }));
  } catch (error) {
    if (error instanceof Inapplicable || error instanceof HarnessError) return undefined;
    throw error;
  }
}

/**
 * The first trial that is accepted, and is accepted again after the plain request has been refused once more: a server that
 * wavers must not be explained by it.
 */
export async function firstAccepted(site: Site, trials: readonly Trial[]): Promise<Trial | undefined> {
  for (const trial of trials) {
    if (!(await isAccepted(site, trial.ops))) continue;
    const isSteady = !(await isAccepted(site, [])) && (await isAccepted(site, trial.ops));
    return isSteady ? trial : undefined;
  }
  return undefined;
}

async function isAccepted(site: Site, ops: readonly Op[]): Promise<boolean> {
  return (await tryOps(site, ops))?.outcome.class === 'accepted';
}

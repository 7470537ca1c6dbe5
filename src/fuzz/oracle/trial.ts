import { HarnessError } from '../../errors.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Op } from '../../plan/ops.ts';
import type { Outcome } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import type { Sent } from '../../exchange/sent.ts';
import { invitesHangUp, silenceOf } from '../../runner/silence.ts';
import { endpointAt } from '../../bench/life.ts';
import type { Fault } from '../../suite/schema.ts';
import { namesFault } from '../../verdict/attribution.ts';
import { isSlow } from '../../verdict/slowness.ts';
import { rulingOn } from './oracle.ts';
import type { Ruling } from './ruling.ts';
import { standingOf, type Surprise } from './surprise.ts';
import { defined } from '../../defined.ts';
import type { Site } from '../../bench/site.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** The same, of a single request: no answer, and one that took far too long, are surprises too. */
export type TrialSurprise = Surprise | 'silent' | 'slow';

/**
 * What one changed request showed. `agrees`: what a correct server does; `either`: both answers are lawful; `unjudged`:
 * nothing follows (throttled, an unclear answer, a plan that does not fit the target).
 */
export type Trial =
  | { readonly kind: 'agrees' | 'either' | 'unjudged' }
  | {
      readonly kind: 'surprise';
      readonly surprise: TrialSurprise;
      /** Broken by what was accepted; taken as a liberty by what was refused. */
      readonly requirements: readonly string[];
      /** None of them is one that a server must hold. */
      readonly isDoubtful: boolean;
      /** Which a refusal has to name, to count. */
      readonly fault?: Fault;
      readonly outcome: Outcome;
      /** Many front ends hang up on such a request: of interest only where the target is gone afterwards. */
      readonly isExcused?: true;
    };

/**
 * Sends one changed request and compares the answer with the judge's opinion on its bytes. What does not fit the target,
 * or takes a token that is not to be had, is not judged.
 */
export async function tryDelta(site: Site<FuzzPlace>, ops: readonly Op[]): Promise<Trial> {
  try {
    const sent = await sendDelta(site, ops);
    const isRefused = sent.outcome.class === 'refused';
    return compare(site.bench, sent, (await rulingOn(site, ops, sent.exchange.request, { isRefused })).ruling);
  } catch (error) {
    if (error instanceof Inapplicable || error instanceof HarnessError) return { kind: 'unjudged' };
    throw error;
  }
}

/** Where many changed requests in a row got no useful answer, a lawful one goes first: it shows whether any is to be had. */
export async function sendDelta(site: Site<FuzzPlace>, ops: readonly Op[]): Promise<Sent> {
  const { bench, place, session } = site;
  const url = session.resource?.url ?? endpointAt(bench, place);
  if (url !== undefined && bench.vigil.takeLawfulDue(url)) await sendOps(site, []);
  return sendOps(site, ops);
}

function sendOps(site: Site<FuzzPlace>, ops: readonly Op[]): Promise<Sent> {
  const { bench, place } = site;
  const patience = 3 * bench.pulse.patience();
  return send(planFor(site, { instance: `fuzz@${place}`, purpose: 'tested', ops, patience }));
}

function compare(bench: Bench, sent: Sent, ruling: Ruling): Trial {
  const { outcome, exchange, answer } = sent;
  const { requirements } = ruling;
  const isDoubtful = ruling.expect !== 'either' && ruling.isDoubtful === true;
  const fault = ruling.expect === 'accept' ? ruling.fault : undefined;
  const surprising = (surprise: TrialSurprise): Trial => ({
    kind: 'surprise',
    surprise,
    requirements,
    isDoubtful,
    ...defined({ fault: surprise === 'refused' ? fault : undefined }),
    outcome,
  });
  const silence = silenceOf(sent);
  if (silence !== undefined) {
    const isExcused = exchange.failure !== undefined && !silence.hung && invitesHangUp(exchange.request);
    return { ...surprising('silent'), ...(isExcused ? { isExcused } : {}) };
  }
  if (outcome.class === 'unclear')
    return ruling.expect === 'accept' && fault === undefined ? surprising('refused') : { kind: 'unjudged' };
  const isAnswered = outcome.class === 'accepted' || outcome.class === 'refused' || outcome.class === 'challenged';
  if (isAnswered && isSlow(exchange.totalMs, bench.pulse.usual())) return surprising('slow');
  // An unbound token is what a request without a proof gets: this proof was not seen.
  const isIgnored = outcome.class === 'accepted' && ruling.expect === 'accept' && answer?.downgraded === true;
  if (isIgnored) return surprising('refused');
  const standing = standingOf(ruling, outcome, () => fault === undefined || namesFault(outcome, fault));
  return standing === 'agrees' || standing === 'either' || standing === 'unjudged'
    ? { kind: standing }
    : surprising(standing);
}

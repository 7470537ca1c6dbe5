import { HarnessError } from '../../errors.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Op } from '../../plan/ops.ts';
import type { Outcome } from '../../record/schema.ts';
import type { Bench } from '../../bench/bench.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Session } from '../../bench/session.ts';
import { invitesHangUp, silenceOf } from '../../runner/silence.ts';
import { endpointAt } from '../../bench/life.ts';
import type { Fault } from '../../suite/schema.ts';
import { namesFault } from '../../verdict/attribution.ts';
import { isSlow } from '../../verdict/slowness.ts';

import { type Judged, opinionOn } from './oracle.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/** Where the target did not do what a correct server does, or may do. */
export type Surprise = 'accepted' | 'refused' | 'crashed' | 'silent' | 'slow';

/**
 * What one changed request showed. `agrees`: what a correct server does; `open`: either answer is lawful; `unjudged`:
 * nothing can be told (throttled, an unclear answer, a plan that does not fit the target).
 */
export type Trial =
  | { readonly kind: 'agrees' | 'open' | 'unjudged' }
  | {
      readonly kind: 'surprise';
      readonly surprise: Surprise;
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
export async function tryDelta(bench: Bench, place: FuzzPlace, session: Session, ops: readonly Op[]): Promise<Trial> {
  try {
    const sent = await sendDelta(bench, place, session, ops);
    const isRefused = sent.outcome.class === 'refused';
    return compare(bench, sent, await opinionOn(bench, place, session, ops, sent.exchange.request, { isRefused }));
  } catch (error) {
    if (error instanceof Inapplicable || error instanceof HarnessError) return { kind: 'unjudged' };
    throw error;
  }
}

/** Where many changed requests in a row got no useful answer, a lawful one goes first: it shows whether any is to be had. */
export async function sendDelta(bench: Bench, place: FuzzPlace, session: Session, ops: readonly Op[]): Promise<Sent> {
  const url = session.resource?.url ?? endpointAt(bench, place);
  if (url !== undefined && bench.vigil.takeLawfulDue(url)) await sendOps(bench, place, session, []);
  return sendOps(bench, place, session, ops);
}

function sendOps(bench: Bench, place: FuzzPlace, session: Session, ops: readonly Op[]): Promise<Sent> {
  const patience = 3 * bench.pulse.patience();
  return send(bench, planFor({ place, session }, { instance: `fuzz@${place}`, purpose: 'tested', ops, patience }));
}

function compare(bench: Bench, sent: Sent, { opinion }: Judged): Trial {
  const { outcome, exchange } = sent;
  const { requirements } = opinion;
  const isDoubtful = opinion.expect !== 'either' && opinion.isDoubtful === true;
  const fault = opinion.expect === 'accept' ? opinion.fault : undefined;
  const surprising = (surprise: Surprise): Trial => ({
    kind: 'surprise',
    surprise,
    requirements,
    isDoubtful,
    ...(fault === undefined || surprise !== 'refused' ? {} : { fault }),
    outcome,
  });
  const silence = silenceOf(sent);
  if (silence !== undefined) {
    const isExcused = exchange.failure !== undefined && !silence.hung && invitesHangUp(exchange.request);
    return { ...surprising('silent'), ...(isExcused ? { isExcused } : {}) };
  }
  switch (outcome.class) {
    case 'crashed':
      return surprising('crashed');
    case 'failed':
    case 'throttled':
      return { kind: 'unjudged' };
    case 'unclear':
      return opinion.expect === 'accept' && fault === undefined ? surprising('refused') : { kind: 'unjudged' };
    default:
  }
  if (isSlow(exchange.totalMs, bench.pulse.usual())) return surprising('slow');
  if (opinion.expect === 'either') return { kind: 'open' };
  const isAccepted = outcome.class === 'accepted';
  // An unbound token is what is given to who sends no proof: this one was not seen.
  const isIgnored = isAccepted && opinion.expect === 'accept' && sent.answer?.downgraded === true;
  if (isIgnored) return surprising('refused');
  if (isAccepted === (opinion.expect === 'accept')) return { kind: 'agrees' };
  // A server that will not take any nonce shows nothing about the rest.
  if (outcome.class === 'challenged' && opinion.expect === 'accept') return { kind: 'unjudged' };
  if (fault !== undefined && !namesFault(outcome, fault)) return { kind: 'open' };
  return surprising(isAccepted ? 'accepted' : 'refused');
}

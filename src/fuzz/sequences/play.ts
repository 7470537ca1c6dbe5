import { defined } from '../../defined.ts';
import type { SentProof } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import { asksForWindow, iatWindow } from '../../preflight/iat-window.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import type { Sent } from '../../exchange/sent.ts';
import { atSecondResource } from '../../bench/second-resource.ts';
import type { Session } from '../../bench/session.ts';
import type { Sessions } from '../../bench/sessions.ts';
import { readJwt } from '../../verdict/answer.ts';
import { evaluate } from '../../verdict/checks.ts';
import { rulingOn } from '../oracle/oracle.ts';
import type { Surprise } from '../oracle/surprise.ts';
import { rulingOnStep, seenIn, type StepRuling, surpriseIn } from './model.ts';
import { again } from './proof-actions.ts';
import { type Action, either, type Past, type Step, type SentStep, type Track } from './step.ts';

/** Where a sequence is played: new keys and tokens, nothing sent yet. */
export type Playing = {
  readonly bench: Bench;
  readonly track: Track;
  readonly sessions: Sessions;
  readonly earlier: Map<string, SentProof>;
};

export type Played = {
  readonly sent: SentStep;
  readonly ruling: StepRuling;
  readonly surprise?: Surprise | 'unmet';
  /** Of a check that is not met. */
  readonly requirement?: string;
};

/**
 * Sends one step and compares the answer with that of a correct server; `undefined` where the step does not apply. Where a
 * replay under another spelling is accepted, the very same proof is sent too: if that passes as well, it is what is returned.
 */
export async function play(playing: Playing, past: Past, action: Action, step: Step): Promise<Played | undefined> {
  const played = await playStep(playing, past, action, step);
  const { onlyIfCaught } = step;
  if (onlyIfCaught === undefined || played?.surprise !== 'accepted') return played;
  const first = past.find(({ name }) => name === onlyIfCaught);
  if (first === undefined) return played;
  const spec = { ...step.spec, delta: again(first) };
  const plain = await playStep(playing, past, action, { spec, demand: either, isReplay: true });
  return plain?.surprise === 'accepted' ? plain : played;
}

async function playStep(playing: Playing, past: Past, action: Action, step: Step): Promise<Played | undefined> {
  const { bench, track } = playing;
  const place = step.spec.at ?? track.place;
  const ops = [...(step.spec.with ?? []), ...step.spec.delta];
  const name = `step-${past.length + 1}`;
  try {
    const session = await sessionFor(playing, step);
    if (asksForWindow(step.spec)) await iatWindow(bench, place, session);
    const sent = await sendStep(playing, step, session);
    if (sent.proof !== undefined) playing.earlier.set(name, sent.proof);
    const judged = await rulingOn({ bench, place, session }, ops, sent.exchange.request, { seen: seenIn(past) });
    const ruling = rulingOnStep(step, judged);
    const surprise = surpriseIn(step, ruling, sent.outcome);
    const requirement = surprise === undefined ? unmetIn(step, sent) : undefined;
    return {
      sent: { ...step, name, action, ...factsOf(sent) },
      ruling,
      ...defined({ surprise: requirement === undefined ? surprise : ('unmet' as const), requirement }),
    };
  } catch (error) {
    if (error instanceof Inapplicable) return undefined;
    throw error;
  }
}

async function sessionFor({ bench, track, sessions }: Playing, { spec }: Step): Promise<Session> {
  const session = await sessions.get(spec.at ?? track.place, track.session);
  if (spec.resource !== 'second') return session;
  return atSecondResource(bench, session);
}

async function sendStep({ bench, track, earlier }: Playing, { spec }: Step, session: Session): Promise<Sent> {
  const place = spec.at ?? track.place;
  const ops = [...(spec.with ?? []), ...spec.delta];
  const patience = bench.pulse.patience();
  const what = { instance: `sequence@${place}`, purpose: 'tested', ops, delta: spec.delta, earlier, patience } as const;
  const plan = planFor({ bench, place, session }, what);
  let sent = await send(plan);
  for (let times = 1; times < (spec.repeat ?? 1) && sent.outcome.class === 'accepted'; times += 1)
    sent = await send(plan);
  return sent;
}

function factsOf({ outcome, exchange, proof }: Sent): Pick<SentStep, 'outcome' | 'url' | 'jti' | 'isOwnProof'> {
  const text = proof?.text;
  const jti = text === undefined ? undefined : readJwt(text)?.claims['jti'];
  return {
    outcome,
    url: exchange.request.url,
    isOwnProof: proof?.claims !== undefined && text !== undefined,
    ...(typeof jti === 'string' ? { jti } : {}),
  };
}

/** The requirement of the first check that an accepted answer does not meet. A token that is not bound meets none. */
function unmetIn({ spec }: Step, { outcome, answer }: Sent): string | undefined {
  if (outcome.class !== 'accepted' || answer === undefined) return undefined;
  if (answer.downgraded) return spec.checks?.[0]?.requirement;
  return (spec.checks ?? []).find(({ that }) => evaluate(that, answer).ok === false)?.requirement;
}

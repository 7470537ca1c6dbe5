import type { Assertion, Outcome } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { ExchangeSpec, Fault } from '../suite/schema.ts';
import { blames, namesFault } from './attribution.ts';
import type { Answer, CheckResult } from './check-result.ts';
import { type Burst, burstText, verdictOnBurst } from './judge-burst.ts';
import type { StepVerdict } from './step-verdict.ts';
import { breach, kept } from './policy.ts';

/** An exchange, by its id in the record, and what sort of answer it got. */
export type Seen = { readonly id: string; readonly outcome: Outcome };

/** One exchange of a case as it went: the tested one and the lawful twins just before and just after it. */
export type JudgedStep = {
  readonly spec: ExchangeSpec;
  /** `refusals`: the same request, sent before at a place that wavers, by the ids of its exchanges. */
  readonly tested: Seen & { readonly answer?: Answer; readonly burst?: Burst; readonly refusals?: readonly string[] };
  readonly before?: Seen;
  readonly after?: Seen;
  /** How often the exchange was repeated with the same kind of outcome. */
  readonly repeated: number;
  /** After how many of these the server was away, its port closed, and came back. */
  readonly restarts?: number;
  /** The request was larger than many servers take: they may close the connection without reading it. */
  readonly large?: boolean;
  /** Of a record: the results of checks that it cannot show, by their place in the list of the step. */
  readonly carried?: ReadonlyMap<number, CheckResult>;
};

/** What a step has to show: how hard a breach counts, for which requirement, and whether it is the one that proves it. */
export type StepRule = {
  readonly requirement: string;
  readonly severity: Severity;
  readonly fault: Fault | undefined;
  readonly isLast: boolean;
  /** A lawful request made with an algorithm that the case has chosen. */
  readonly isOfChosenAlg: boolean;
};

export type StepJudgement = StepVerdict & { readonly assertion: Assertion };

/** How an assertion says what a step expects. */
export const expectations = {
  accept: 'the lawful answer',
  refuse: 'a clean refusal',
  challenge: 'a demand for a nonce (use_dpop_nonce)',
  observe: 'either, only recorded',
  once: 'one accepted at most',
} as const;

export function judgeStep(step: JudgedStep, rule: StepRule): StepJudgement {
  const { tested, spec } = step;
  const { burst } = tested;
  const ruled =
    verdictOnControls(step) ??
    (burst === undefined
      ? (verdictOnNoise(step, rule) ?? verdictOn(step, rule))
      : verdictOnBurst(burst, rule.severity));
  const assertion: Assertion = {
    requirement: rule.requirement,
    verdict: ruled.verdict,
    expected: expectations[spec.expect],
    got: burst === undefined ? tested.outcome.text : burstText(burst),
    exchange: tested.id,
  };
  return { ...ruled, assertion };
}

/** Without lawful twins that were accepted, nothing that the tested exchange shows can be blamed on its delta. */
function verdictOnControls({ spec, before, after }: JudgedStep): StepVerdict | undefined {
  const refused = [before, after].find((twin) => twin !== undefined && twin.outcome.class !== 'accepted');
  if (refused !== undefined) {
    const reason = `The same request with a lawful proof was not accepted (${refused.outcome.text}), so nothing can be concluded.`;
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  if ((spec.expect === 'refuse' || spec.expect === 'once') && (before === undefined || after === undefined)) {
    const reason = 'No lawful request was sent beside it, so a refusal could have any cause.';
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  return undefined;
}

/** Outcomes that say nothing about the rule at hand. */
function verdictOnNoise(
  { spec, tested, before, after, repeated, restarts, large }: JudgedStep,
  rule: StepRule,
): StepVerdict | undefined {
  const { class: kind, text } = tested.outcome;
  const hasTwin = before !== undefined || (spec.expect === 'challenge' && after !== undefined);
  switch (kind) {
    case 'throttled':
      return { verdict: 'blocked', reason: `The target throttles (${text}).`, attribution: 'weak' };
    case 'unclear':
      return { verdict: 'blocked', reason: `Neither the lawful answer nor a refusal: ${text}.`, attribution: 'weak' };
    case 'crashed':
      return isServed(spec)
        ? verdictOnCrash(`${lawfulText(spec)} was answered ${text}.`, hasTwin, rule)
        : { verdict: 'warn', reason: `Answered ${text}: a crash, not a refusal.`, attribution: 'paired' };
    case 'failed': {
      if (repeated <= 1 || before === undefined || after === undefined)
        return { verdict: 'error', reason: `No answer: ${text}.` };
      if (restarts === repeated && rule.isLast)
        return { verdict: 'fail', reason: fatal(tested.outcome, repeated), attribution: 'paired' };
      const reason = `No answer (${text}), ${repeated} times in a row, while lawful requests were answered.`;
      if (large === true && spec.expect === 'observe' && text.startsWith('reset')) return { verdict: 'note', reason };
      if (isServed(spec)) return verdictOnCrash(reason, true, rule);
      return { verdict: 'warn', reason, attribution: 'paired' };
    }
    default:
      return undefined;
  }
}

/** Its process ended, and took with it what it did for others; a supervisor has started it again. */
function fatal({ text }: Outcome, times: number): string {
  return `No answer (${text}), ${times} times in a row; each time the server then took no connections for a while and came back, and lawful requests before and after were answered: the request ends its process.`;
}

/** A request that is lawful, or which a client makes that does not yet have the nonce that it needs. */
function isServed({ expect }: ExchangeSpec): boolean {
  return expect === 'accept' || expect === 'challenge';
}

function lawfulText({ expect }: ExchangeSpec): string {
  return expect === 'accept' ? 'A lawful request' : 'A request without the nonce that is demanded';
}

/**
 * A lawful request that crashes each time weighs as one that is refused for the rule at hand: its twins were accepted before
 * and after, and no other rule speaks of a crash.
 */
function verdictOnCrash(reason: string, hasTwin: boolean, { severity, isLast }: StepRule): StepVerdict {
  if (!hasTwin || !isLast) return { verdict: 'blocked', reason, attribution: 'weak' };
  return { verdict: breach[severity], reason, attribution: 'paired' };
}

function verdictOn(step: JudgedStep, rule: StepRule): StepVerdict {
  const { tested, spec } = step;
  switch (spec.expect) {
    case 'accept':
      return tested.outcome.class === 'accepted' ? verdictOnAccepted(step, rule) : verdictOnRefusedLawful(step, rule);
    case 'refuse':
      return verdictOnFault(step, rule.fault ?? 'proof', rule.severity);
    case 'challenge':
      return verdictOnChallenge(tested.outcome, rule);
    case 'observe':
      return { verdict: 'note', reason: `Answered ${tested.outcome.text}.` };
    case 'once':
      return { verdict: 'error', reason: 'It was not sent as a burst.' };
    default:
      spec.expect satisfies never;
      return { verdict: 'error', reason: '' };
  }
}

function verdictOnChallenge({ class: kind, text }: Outcome, { severity, isLast }: StepRule): StepVerdict {
  if (kind === 'challenged')
    return { verdict: kept(severity), reason: `Answered with a demand for a nonce (${text}).` };
  const reason = `Answered ${text} where a demand for a nonce was due.`;
  return isLast ? { verdict: breach[severity], reason } : { verdict: 'blocked', reason, attribution: 'weak' };
}

/** Where a place wavers, a single refusal could be that of one node for everything. */
function timesInARow(refusals: readonly string[]): string {
  return refusals.length === 0 ? '' : `, ${refusals.length + 1} times in a row`;
}

function verdictOnAccepted({ tested }: JudgedStep, { severity }: StepRule): StepVerdict {
  const { text } = tested.outcome;
  if (tested.answer?.downgraded === true) {
    const reason = `Answered with an unbound token (${text}), as if no proof had been sent.`;
    return { verdict: breach[severity], reason, attribution: 'paired' };
  }
  const { refusals = [] } = tested;
  const wavers = refusals.length === 0 ? '' : `, after ${refusals.length} refusals: this place wavers`;
  return { verdict: kept(severity), reason: `Accepted (${text})${wavers}.`, attribution: 'paired' };
}

function verdictOnRefusedLawful(step: JudgedStep, rule: StepRule): StepVerdict {
  const { severity, fault, isLast } = rule;
  const { outcome } = step.tested;
  const isPlain = step.before === undefined;
  if (!isLast) {
    const reason = `The exchange that sets the case up was refused (${outcome.text}).`;
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  if (outcome.class === 'challenged' && rule.isOfChosenAlg) {
    const reason = `Answered ${outcome.text} again and again, which says nothing of the algorithm.`;
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  if (fault !== undefined && !blames(outcome, fault)) {
    const reason = `Refused with ${outcome.text}, which does not blame the ${fault}: the target may have another reason.`;
    return { verdict: 'note', reason, attribution: 'weak' };
  }
  if (isPlain && !namesFault(outcome, fault ?? 'proof') && outcome.class !== 'challenged') {
    const reason = `A plain lawful request was refused with ${outcome.text}, which does not blame the proof.`;
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  const lawful = isPlain
    ? 'although it is a plain lawful request'
    : 'although it is lawful; the plain lawful request was accepted';
  const aside = severity === 'info' ? 'the text leaves this open' : lawful;
  return {
    verdict: breach[severity],
    reason: `Refused with ${outcome.text}, ${aside}.`,
    attribution: 'paired',
  };
}

const asides = {
  fail: 'although it must be refused',
  warn: 'although it should be refused',
  info: 'which the text leaves open',
} as const;

function verdictOnFault({ tested }: JudgedStep, fault: Fault, severity: Severity): StepVerdict {
  const { outcome, refusals = [] } = tested;
  const { text } = outcome;
  if (outcome.class === 'accepted') {
    return { verdict: breach[severity], reason: `Accepted (${text}), ${asides[severity]}.`, attribution: 'paired' };
  }
  return {
    verdict: kept(severity),
    reason: `Refused with ${text}${timesInARow(refusals)}; the same request without the fault was accepted.`,
    attribution: namesFault(outcome, fault) ? 'strong' : 'paired',
  };
}

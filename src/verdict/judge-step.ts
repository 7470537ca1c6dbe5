import type { Assertion, Outcome } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { ExchangeSpec, Fault } from '../suite/schema.ts';
import { blames, namesFault } from './attribution.ts';
import type { Answer } from './check-result.ts';
import { type Burst, burstText, opinionOnBurst } from './judge-burst.ts';
import type { Opinion } from './opinion.ts';
import { breach, kept } from './policy.ts';

/** One exchange as it went: the tested one and the lawful twins just before and just after it. */
export type JudgedStep = {
  readonly spec: ExchangeSpec;
  readonly tested: { readonly id: string; readonly outcome: Outcome; readonly answer?: Answer; readonly burst?: Burst };
  readonly before?: { readonly id: string; readonly outcome: Outcome };
  readonly after?: { readonly id: string; readonly outcome: Outcome };
  /** How often the exchange was repeated with the same kind of outcome. */
  readonly repeated: number;
  /** The request was larger than many servers take: they may close the connection without reading it. */
  readonly large?: boolean;
};

/** What a step has to show: how hard a breach counts, for which requirement, and whether it is the one that proves it. */
export type StepRule = {
  readonly requirement: string;
  readonly severity: Severity;
  readonly fault: Fault | undefined;
  readonly isLast: boolean;
};

export type StepJudgement = Opinion & { readonly assertion: Assertion };

const expectations = {
  accept: 'the lawful answer',
  refuse: 'a clean refusal',
  challenge: 'a demand for a nonce (use_dpop_nonce)',
  observe: 'either, only recorded',
  once: 'one accepted at most',
} as const;

export function judgeStep(step: JudgedStep, rule: StepRule): StepJudgement {
  const { tested, spec } = step;
  const { burst } = tested;
  const opinion =
    opinionOnControls(step) ??
    (burst === undefined
      ? (opinionOnNoise(step, rule) ?? opinionOn(step, rule))
      : opinionOnBurst(burst, rule.severity));
  const assertion: Assertion = {
    requirement: rule.requirement,
    verdict: opinion.verdict,
    expected: expectations[spec.expect],
    got: burst === undefined ? tested.outcome.text : burstText(burst),
    exchange: tested.id,
  };
  return { ...opinion, assertion };
}

/** Without lawful twins that were accepted, nothing that the tested exchange shows can be blamed on its delta. */
function opinionOnControls({ spec, before, after }: JudgedStep): Opinion | undefined {
  const refused = [before, after].find((twin) => twin !== undefined && twin.outcome.class !== 'accepted');
  if (refused !== undefined) {
    const reason = `The same request with a lawful proof was not accepted (${refused.outcome.text}), so nothing can be told.`;
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  if ((spec.expect === 'refuse' || spec.expect === 'once') && (before === undefined || after === undefined)) {
    const reason = 'No lawful request was sent beside it, so a refusal could have any cause.';
    return { verdict: 'blocked', reason, attribution: 'weak' };
  }
  return undefined;
}

/** Outcomes that say nothing about the rule at hand. */
function opinionOnNoise(
  { spec, tested, before, after, repeated, large }: JudgedStep,
  rule: StepRule,
): Opinion | undefined {
  const { class: kind, text } = tested.outcome;
  switch (kind) {
    case 'throttled':
      return { verdict: 'blocked', reason: `The target throttles (${text}).`, attribution: 'weak' };
    case 'unclear':
      return { verdict: 'blocked', reason: `Neither the lawful answer nor a refusal: ${text}.`, attribution: 'weak' };
    case 'crashed':
      return spec.expect === 'accept'
        ? opinionOnCrash(`A lawful request was answered ${text}.`, before !== undefined, rule)
        : { verdict: 'warn', reason: `Answered ${text}: a crash, not a refusal.`, attribution: 'paired' };
    case 'failed': {
      if (repeated <= 1 || before === undefined || after === undefined)
        return { verdict: 'error', reason: `No answer: ${text}.` };
      const reason = `No answer (${text}), ${repeated} times in a row, while lawful requests were answered.`;
      if (large === true && spec.expect === 'observe' && text.startsWith('reset')) return { verdict: 'note', reason };
      if (spec.expect === 'accept') return opinionOnCrash(reason, true, rule);
      return { verdict: 'warn', reason, attribution: 'paired' };
    }
    default:
      return undefined;
  }
}

/** A crash names no cause: held against the rule at hand only where a twin that differs in the proof alone was accepted. */
function opinionOnCrash(reason: string, hasTwin: boolean, { severity, fault, isLast }: StepRule): Opinion {
  if (!hasTwin || !isLast) return { verdict: 'blocked', reason, attribution: 'weak' };
  return { verdict: fault === undefined ? breach[severity] : 'warn', reason, attribution: 'paired' };
}

function opinionOn(step: JudgedStep, rule: StepRule): Opinion {
  const { tested, spec } = step;
  switch (spec.expect) {
    case 'accept':
      return tested.outcome.class === 'accepted' ? opinionOnAccepted(step, rule) : opinionOnRefusedLawful(step, rule);
    case 'refuse':
      return opinionOnFault(tested.outcome, rule.fault ?? 'proof', rule.severity);
    case 'challenge':
      return opinionOnChallenge(tested.outcome, rule);
    case 'observe':
      return { verdict: 'note', reason: `Answered ${tested.outcome.text}.` };
    case 'once':
      return { verdict: 'error', reason: 'It was not sent as a burst.' };
    default:
      spec.expect satisfies never;
      return { verdict: 'error', reason: '' };
  }
}

function opinionOnChallenge({ class: kind, text }: Outcome, { severity, isLast }: StepRule): Opinion {
  if (kind === 'challenged')
    return { verdict: kept(severity), reason: `Answered with a demand for a nonce (${text}).` };
  const reason = `Answered ${text} where a demand for a nonce was due.`;
  return isLast ? { verdict: breach[severity], reason } : { verdict: 'blocked', reason, attribution: 'weak' };
}

function opinionOnAccepted({ tested }: JudgedStep, { severity }: StepRule): Opinion {
  const { text } = tested.outcome;
  if (tested.answer?.downgraded === true) {
    const reason = `Answered with an unbound token (${text}), as if no proof had been sent.`;
    return { verdict: breach[severity], reason, attribution: 'paired' };
  }
  return { verdict: kept(severity), reason: `Accepted (${text}).`, attribution: 'paired' };
}

function opinionOnRefusedLawful(step: JudgedStep, { severity, fault, isLast }: StepRule): Opinion {
  const { outcome } = step.tested;
  const isPlain = step.before === undefined;
  if (!isLast) {
    const reason = `The exchange that sets the case up was refused (${outcome.text}).`;
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

function opinionOnFault(outcome: Outcome, fault: Fault, severity: Severity): Opinion {
  const { text } = outcome;
  if (outcome.class === 'accepted') {
    return { verdict: breach[severity], reason: `Accepted (${text}), ${asides[severity]}.`, attribution: 'paired' };
  }
  return {
    verdict: kept(severity),
    reason: `Refused with ${text}; the same request without the fault was accepted.`,
    attribution: namesFault(outcome, fault) ? 'strong' : 'paired',
  };
}

import type { Assertion, Verdict } from '../../record/schema.ts';
import type { Ability } from '../../plan/ability.ts';
import type { PostureRule } from '../../suite/client/posture.ts';
import type { ClientCase, RequiredClientCheck } from '../../suite/client/schema.ts';
import { blockedBy, inapplicable, isBreach, type Judgement } from '../judgement.ts';
import { breach, cap, type GradedRequirement, kept } from '../policy.ts';
import type { Arrival } from './arrival.ts';
import { checkPlayed } from './check.ts';
import { type Played, whyShort, wordText } from './played.ts';

/** Stands among the claims where the adapter decides, and not the library under test. */
export const decidedByAdapter = 'decides: adapter';

/** What a case is judged by. `claims`: what the client says that it can do. */
export type ClientTrial = {
  readonly case: ClientCase;
  readonly requirements: readonly GradedRequirement[];
  readonly claims: ReadonlySet<string>;
};

/**
 * What the playings of a case come to. The plain task has to reach its end before and after; what differs has to have been
 * answered at least once; and a breach has to be seen in every playing.
 */
export function judgeClient(trial: ClientTrial, runs: readonly Played[]): Judgement {
  const tested = runs.filter(({ purpose }) => purpose === 'tested');
  const [first] = tested;
  const controls = runs.filter(({ purpose }) => purpose !== 'tested');
  const short = controls.flatMap((run) => {
    const why = whyShort(run, trial.case.task);
    return why === undefined ? [] : [{ why, when: run.purpose === 'control-before' ? 'before' : 'after' }];
  })[0];
  const unsupported = runs.flatMap(({ words }) => words.filter((word) => word.unsupported === true))[0];
  if (unsupported !== undefined) return inapplicable(wordText(unsupported));
  if (short !== undefined)
    return blockedBy(`The plain task did not get to its end ${short.when} it, against lawful servers: ${short.why}.`);
  if (first === undefined) return blockedBy('The case was not played.');
  const judged = tested.map((run) => judgePlayed(trial, run, controls));
  const settled = judged.find(({ verdict }) => !isBreach(verdict));
  const last = judged.at(-1) ?? judged[0];
  if (last === undefined) return blockedBy('The case was not played.');
  if (settled === undefined || judged.length === 1) return last;
  const broken = judged.find(({ verdict }) => isBreach(verdict));
  if (broken === undefined) return settled;
  return { ...broken, verdict: 'warn', reason: `The client wavers: ${broken.reason} Played again: ${settled.reason}` };
}

function judgePlayed(trial: ClientTrial, run: Played, controls: readonly Played[]): Judgement {
  const missing = notDelivered(trial.case, run);
  if (missing !== undefined) {
    const isUsual = controls.some(({ arrivals }) => arrivals.some((arrival) => couldFit(missing, arrival)));
    const why = `the client made no request to ${missing.at} that the changed answer was for`;
    if (!hasClaim(trial) && demandIn(trial) === undefined)
      return inapplicable(`${why}, and it does not claim ${trial.case.claims ?? ''}`);
    return isUsual ? blockedBy(`Not delivered: ${why}.`) : inapplicable(why);
  }
  const checks = trial.case.checks.map((check) => assertionOf(check, trial, run));
  const assertions = [...checks.map(({ assertion }) => assertion), ...crashAssertions(trial, run)];
  const verdict = worst(assertions.map((one) => one.verdict));
  const leading = assertions.find((one) => one.verdict === verdict);
  const main = trial.requirements[0]?.id;
  const own = assertions.filter(({ requirement }) => requirement === main);
  const isUnseen =
    (verdict === 'pass' || verdict === 'note') && own.length > 0 && own.every((one) => one.verdict === 'skip');
  const shown = isUnseen ? own[0] : leading;
  const reason = `Expected ${shown?.expected ?? 'nothing'}; got ${shown?.got ?? 'nothing'}.`;
  if (isUnseen || verdict === 'skip') return { verdict: 'skip', reason: `Nothing to judge. ${reason}`, assertions };
  return {
    verdict,
    ...(isBreach(verdict) || verdict === 'pass' ? { attribution: 'paired' as const } : {}),
    reason,
    assertions,
  };
}

function notDelivered({ posture }: ClientCase, { arrivals }: Played): PostureRule | undefined {
  const due = posture.map((rule, index) => ({ rule, index })).filter(({ rule }) => rule.isOptional !== true);
  return due.find(({ index }) => !arrivals.some(({ rule }) => rule === index))?.rule;
}

/** In a plain playing too, the client makes such requests. */
function couldFit({ at, when = {} }: PostureRule, { place, form, dpop }: Arrival): boolean {
  if (place !== at || (when.grant !== undefined && form.get('grant_type') !== when.grant)) return false;
  return when.proof === undefined || when.proof === dpop.length > 0;
}

type Checked = { readonly assertion: Assertion };

function assertionOf(check: RequiredClientCheck, trial: ClientTrial, run: Played): Checked {
  const { ok, expected, got, exchange, stopped, isMild } = checkPlayed(check.that, run);
  const demanded = demandIn(trial);
  // Without the claim, the request after a demand may be one of another call, and is no bad retry.
  const isExcused = ok === false && check.isStopLawful === true && !hasClaim(trial) && demanded === undefined;
  const id = ok === false && stopped === true && demanded !== undefined ? demanded : check.requirement;
  const requirement = trial.requirements.find((one) => one.id === id);
  const base = {
    requirement: id,
    expected,
    got: isExcused ? `${got}, and it does not claim ${trial.case.claims ?? ''}` : got,
  };
  const shown = exchange === undefined ? base : { ...base, exchange };
  if (requirement === undefined || ok === undefined || isExcused) return { assertion: { ...shown, verdict: 'skip' } };
  const isOfAdapter = check.isOfLibrary === true && trial.claims.has(decidedByAdapter);
  const severity = cap(
    cap(cap(requirement.severity, trial.case.atMost), check.atMost),
    isOfAdapter || isMild === true ? 'warn' : undefined,
  );
  return { assertion: { ...shown, verdict: ok ? kept(severity) : breach[severity] } };
}

function hasClaim({ case: { claims }, claims: made }: ClientTrial): boolean {
  return claims === undefined || made.has(claims satisfies Ability);
}

/** A selected profile demands that the client goes on. */
function demandIn({ case: { demandedBy = [] }, requirements }: ClientTrial): string | undefined {
  return demandedBy.find((id) => requirements.some((one) => one.id === id));
}

/** What a client is to do that has ended by itself. */
const running = 'a client that goes on running';

/** Whether it is said of a client that it has ended, whichever rule that broke. */
export function showsEnd({ expected, verdict }: Assertion): boolean {
  return expected === running && isBreach(verdict);
}

/** After a lawful answer a client must not crash; after another one that is a lack of robustness. */
function crashAssertions({ case: item, requirements }: ClientTrial, { words, stderr }: Played): readonly Assertion[] {
  const [main] = requirements;
  const crash = words.find(({ ended, garbage }) => ended !== undefined || garbage !== undefined);
  if (main === undefined || crash === undefined) return [];
  const severity = cap(main.severity, item.isLawful ? item.atMost : 'warn');
  const last = stderr?.split('\n').at(-1) ?? '';
  const got = `${wordText(crash)}${last === '' ? '' : `; its last words: ${last}`}`;
  return [{ requirement: main.id, verdict: breach[severity], expected: running, got }];
}

const rank: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'note', 'pass', 'skip'];

function worst(found: readonly Verdict[]): Verdict {
  return rank.find((verdict) => found.includes(verdict)) ?? 'skip';
}

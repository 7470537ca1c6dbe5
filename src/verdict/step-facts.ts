import type { AnswerFacts, CarriedCheck } from '../record/basis.ts';
import { defined } from '../defined.ts';
import type { Outcome } from '../record/schema.ts';
import type { Check } from '../suite/checks.ts';
import type { Place, RequiredCheck } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import type { Answer, CheckResult } from './check-result.ts';
import { bindingIn } from './check-token.ts';
import { evaluate } from './checks.ts';

/** How the record keeps what was seen: secrets masked, long bodies cut. */
export type Keeping = {
  readonly response: (response: WireResponse) => WireResponse;
  readonly text: (text: string) => string;
  /** The same for a sentence; a long one is cut. */
  readonly quote: (text: string) => string;
};

/** What checks need to know that stands in no answer. */
const neededFor: Readonly<Partial<Record<Check['check'], readonly (keyof AnswerFacts)[]>>> = {
  'answered-in-time': ['usualMs'],
  'no-protected-content': ['protectedText'],
  'nothing-fetched': ['canaryVisits'],
  'challenge-metadata': ['metadataUrl'],
  'json-identifier': ['identifier'],
  'authorization-response': ['state', 'identifier', 'issPromised'],
  'refresh-token-kept': ['refreshToken'],
  'cnf-jkt': ['proofJkt', 'unbound', 'introspectable'],
};

export function factsOf(answer: Answer, checks: readonly RequiredCheck[], { text }: Keeping): AnswerFacts {
  const needed = new Set<string>(['downgraded', ...checks.flatMap(({ that }) => neededFor[that.check] ?? [])]);
  const { identifier, metadataUrl, protectedText, refreshToken, state } = answer;
  const kept = (value: string | undefined): string | undefined => (value === undefined ? undefined : text(value));
  const all: Readonly<Record<keyof AnswerFacts, unknown>> = {
    usualMs: answer.took?.usualMs,
    proofJkt: answer.proofJkt,
    canaryVisits: answer.canaryVisits,
    downgraded: answer.downgraded === true || undefined,
    unbound: answer.unbound === true || undefined,
    introspectable: answer.introspectable === true || undefined,
    identifier: kept(identifier),
    state: kept(state),
    issPromised: answer.issPromised === true || undefined,
    metadataUrl: kept(metadataUrl),
    protectedText: kept(protectedText),
    refreshToken: kept(refreshToken),
  };
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== undefined && needed.has(name)));
}

/** An answer as a record keeps it. */
export type KeptAnswer = {
  readonly place: Place;
  readonly method: string;
  readonly response: WireResponse;
  readonly outcome: Outcome;
  readonly ms: number;
  readonly binding: Answer['binding'] | undefined;
};

export function answerOfRecord({ ms, binding, ...kept }: KeptAnswer, facts: AnswerFacts): Answer {
  const { usualMs, ...known } = facts;
  return { ...kept, ...defined({ ...known, binding, took: usualMs === undefined ? undefined : { ms, usualMs } }) };
}

/** The results of the checks for which the kept answer, with the facts beside it, shows something else. */
export function carriedChecks(
  answer: Answer,
  checks: readonly RequiredCheck[],
  facts: AnswerFacts,
  keeping: Keeping,
): CarriedCheck[] {
  const { place, method, outcome, response } = answer;
  const ms = Math.round((answer.took?.ms ?? 0) * 1000) / 1000;
  const binding = bindingIn(place, response);
  const shown = answerOfRecord({ place, method, outcome, ms, binding, response: keeping.response(response) }, facts);
  return checks.flatMap(({ that }, check) => {
    const result = evaluate(that, answer);
    return isSame(result, evaluate(that, shown)) ? [] : [carried(check, result, keeping)];
  });
}

function isSame(one: CheckResult, other: CheckResult): boolean {
  return one.ok === other.ok && one.atMost === other.atMost;
}

function carried(check: number, { ok, expected, got, atMost }: CheckResult, { quote }: Keeping): CarriedCheck {
  return {
    check,
    expected: quote(expected),
    got: quote(got),
    ...(ok === undefined ? {} : { ok }),
    ...(atMost === undefined ? {} : { atMost }),
  };
}

import type { Outcome } from '../record/schema.ts';
import type { ExchangeSpec, SessionSpec } from '../suite/schema.ts';
import type { Answer, CheckResult } from './check-result.ts';
import { evaluate } from './checks.ts';

/** What is known of a step of a case when it may turn out not to apply. */
export type StepSoFar = {
  readonly spec: ExchangeSpec;
  readonly before?: Outcome | undefined;
  readonly tested?: Outcome | undefined;
  readonly answer?: Answer | undefined;
  /** Of a record: the results of checks that it cannot show. */
  readonly carried?: ReadonlyMap<number, CheckResult> | undefined;
  /** Further steps follow. */
  readonly isSetUp?: boolean;
};

/** What the case builds on is not so. Answers that show nothing are judged as always. */
function brokenPremise({ spec, tested, answer, carried }: StepSoFar): string | undefined {
  const { premise, expect, checks = [] } = spec;
  if (premise === undefined || tested === undefined) return undefined;
  const { class: kind, text } = tested;
  const isBroken = expect === 'refuse' ? kind === 'accepted' : kind === 'refused';
  if (isBroken) return `${premise} (${text})`;
  if (answer === undefined) return undefined;
  const missed = checks
    .map(({ that }, index) => carried?.get(index) ?? evaluate(that, answer))
    .find(({ ok }) => ok === false);
  return missed === undefined ? undefined : `${premise} (${missed.got})`;
}

/** A resource need not know every method (some routers answer 404 to it); then there is nothing to compare with. */
function unknownMethod({ spec, before }: StepSoFar): string | undefined {
  const method = spec.with?.find((op) => op.op === 'method');
  const status = before?.status;
  if (method === undefined || (status !== 404 && status !== 405 && status !== 501)) return undefined;
  return `the resource answers ${status} to ${'value' in method ? method.value : 'the method'}`;
}

/** Nothing of the credentials follows from the refusal of a method that the resource does not have. */
export function unknownWrite({ spec, tested }: StepSoFar): string | undefined {
  const method = spec.delta.find((op) => op.op === 'method')?.value ?? '';
  const status = tested?.status;
  if (!writes.has(method) || (status !== 404 && status !== 405 && status !== 501)) return undefined;
  return `the resource answers ${status} to ${method}`;
}

const writes: ReadonlySet<string> = new Set(['PUT', 'PATCH', 'DELETE']);

/** A server that takes no request without a nonce here has nothing to compare with. */
function noncelessRefused({ spec, before }: StepSoFar): string | undefined {
  const isNonceless = spec.with?.some((op) => op.op === 'nonce' && op.from === 'none') ?? false;
  return isNonceless && before?.class === 'challenged'
    ? `a request without a nonce is refused here (${before.text})`
    : undefined;
}

/** A server may want a proof of every client; then there is no request without one to compare with. */
function prooflessRefused({ spec, before }: StepSoFar): string | undefined {
  const isProofless = spec.with?.some((op) => op.op === 'dpop-lines' && op.lines === 'absent') ?? false;
  return isProofless && before?.class === 'refused'
    ? `a request without a proof is refused here (${before.text})`
    : undefined;
}

/** A server may redeem no code that was asked for without PKCE, whatever comes with it (RFC 9700 §2.1.1). */
function challengelessRefused({ spec, before }: StepSoFar): string | undefined {
  const isChallengeless = spec.with?.some((op) => op.op === 'authorization' && op.pkce === 'none') ?? false;
  return isChallengeless && before?.class === 'refused'
    ? `a code without code_challenge is not redeemed here (${before.text})`
    : undefined;
}

/** The algorithm and the kind of key that a case asks for. */
export type ChosenKey = Pick<SessionSpec, 'keyKind'> & {
  /** The algorithm, or the type of key. */
  readonly alg?: string;
};

/** A server need not take every algorithm (RFC 9449 §4.3 check 5): only one that it advertises is held against it. */
export function unusableAlg(
  { spec, before, tested }: StepSoFar,
  { alg, keyKind }: ChosenKey,
  isAdvertised: boolean,
): string | undefined {
  // Of a kind of key, the twin shows whether its algorithm is taken.
  const lawful = spec.expect === 'accept' && keyKind === undefined ? tested : before;
  if (alg === undefined || lawful === undefined || lawful.class === 'failed' || lawful.class === 'accepted')
    return undefined;
  // A demand for a nonce, however often it comes, says nothing of the algorithm.
  if (lawful.class === 'challenged') return undefined;
  if (spec.expect === 'accept' && isAdvertised) return undefined;
  return `lawful proofs made with ${alg} are not taken here (${lawful.text})`;
}

/** A case about a nonce that was demanded needs the demand. */
function undemandedNonce({ spec: { expect }, tested, isSetUp }: StepSoFar): string | undefined {
  return expect === 'challenge' && isSetUp === true && tested?.class === 'accepted'
    ? 'the server demands no nonce of such a request'
    : undefined;
}

/** Why, by the twin that was sent first, there is nothing to compare with. */
export function whyNoControl(step: StepSoFar): string | undefined {
  return unknownMethod(step) ?? prooflessRefused(step) ?? noncelessRefused(step) ?? challengelessRefused(step);
}

/** Why, by the answers to a step, its case cannot be tried here; whether the server advertises `alg` is not asked. */
export function whyUnfit(step: StepSoFar, key: ChosenKey): string | undefined {
  return whyNoControl(step) ?? unknownWrite(step) ?? unusableAlg(step, key, false);
}

/** Why, by the answer to a whole step, the rest of its case shows nothing. */
export function whyUnmet(step: StepSoFar): string | undefined {
  return brokenPremise(step) ?? undemandedNonce(step);
}

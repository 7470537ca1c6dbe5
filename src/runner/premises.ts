import { Inapplicable } from '../proof/inapplicable.ts';
import type { Outcome } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { StepContext } from './case-context.ts';
import type { Sent } from '../exchange/sent.ts';

/** What the case builds on is not so: then it does not apply. Answers that show nothing are judged as always. */
export function rejectPremise({ premise, expect }: ExchangeSpec, { class: kind, text }: Outcome): void {
  if (premise === undefined) return;
  const isBroken = expect === 'refuse' ? kind === 'accepted' : kind === 'refused' || kind === 'challenged';
  if (isBroken) throw new Inapplicable(`${premise} (${text})`);
}

/** What the answer to the lawful twin says of the case: at this target it may have nothing to be compared with. */
export function rejectControl(spec: ExchangeSpec, before: Sent | undefined): void {
  rejectUnknownMethod(spec, before);
  rejectProoflessControl(spec, before);
  rejectChallengelessControl(spec, before);
}

/** A resource need not know every method (some routers say 404 to it); then there is nothing to compare with. */
function rejectUnknownMethod(spec: ExchangeSpec, before: Sent | undefined): void {
  const method = spec.with?.find((op) => op.op === 'method');
  const status = before?.outcome.status;
  if (method !== undefined && (status === 404 || status === 405 || status === 501)) {
    throw new Inapplicable(`the resource answers ${status} to ${'value' in method ? method.value : 'the method'}`);
  }
}

/** A server may want a proof of every client; then there is no request without one to compare with. */
function rejectProoflessControl(spec: ExchangeSpec, before: Sent | undefined): void {
  const proofless = spec.with?.some((op) => op.op === 'dpop-lines' && op.lines === 'absent') ?? false;
  if (proofless && before?.outcome.class === 'refused') {
    throw new Inapplicable(`a request without a proof is refused here (${before.outcome.text})`);
  }
}

/** A server may redeem no code that was asked for without PKCE, whatever comes with it (RFC 9700 §2.1.1). */
function rejectChallengelessControl(spec: ExchangeSpec, before: Sent | undefined): void {
  const challengeless = spec.with?.some((op) => op.op === 'authorization' && op.pkce === 'none') ?? false;
  if (challengeless && before?.outcome.class === 'refused') {
    throw new Inapplicable(`a code without code_challenge is not redeemed here (${before.outcome.text})`);
  }
}

/** A server need not take every algorithm (RFC 9449 §4.3 check 5): only one it advertises is held against it. */
export function rejectUnusableAlg(step: StepContext, tested: Sent, before: Sent | undefined): void {
  const { bench, place, spec } = step;
  const alg = step.instance.case.session?.alg;
  if (alg === undefined) return;
  const advertised = (roleOf(place) === 'as' ? bench.as?.algs : bench.facts.rsAlgsNamed)?.includes(alg) ?? false;
  const lawful = spec.expect === 'accept' ? tested : before;
  if (lawful === undefined || lawful.outcome.class === 'failed') return;
  if (lawful.outcome.class !== 'accepted' && !(spec.expect === 'accept' && advertised)) {
    throw new Inapplicable(`lawful proofs made with ${alg} are not taken here (${lawful.outcome.text})`);
  }
}

import type { ExchangeEvent, Outcome } from '../../record/schema.ts';
import type { Transcript } from '../../record/transcript.ts';
import { peerOutcome } from '../client/outcome.ts';
import { outcomeShown } from '../recorded-outcome.ts';
import { Inconsistent, isVeiled } from './evidence.ts';
import { placeOf } from './place-of.ts';

/**
 * The outcome of an exchange is what its transcript shows, where that is not masked or cut.
 *
 * @throws Inconsistent
 */
export function checkExchange(exchange: ExchangeEvent): void {
  const { place, transcript, outcome, lawful, isCarried } = exchange;
  const { response, failure } = transcript;
  if (exchange.peer !== undefined) {
    checkOutcome(exchange, peerOutcome(transcript));
    return;
  }
  if (isCarried === true) {
    // The end of an authorization flow is read by the browser or the form reader, and not always in one answer.
    const mayBe = place === 'authorization' || isVeiled(exchange);
    if (mayBe && response?.status === outcome.status) return;
    throw new Inconsistent('its outcome is carried, although its answer is neither masked nor cut');
  }
  checkOutcome(exchange, outcomeShown(placeOf(place), transcript, lawful), failure);
}

function checkOutcome({ outcome }: ExchangeEvent, shown: Outcome, failure?: Transcript['failure']): void {
  if (shown.class === outcome.class && shown.status === outcome.status && shown.error === outcome.error) return;
  const seen = failure === undefined ? 'its answer' : 'its failure';
  throw new Inconsistent(
    `it is recorded as ${outcome.class} (${outcome.text}), and ${seen} shows ${shown.class} (${shown.text})`,
  );
}

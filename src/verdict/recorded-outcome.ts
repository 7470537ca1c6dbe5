import type { Transcript } from '../record/transcript.ts';
import type { ExchangeEvent, Outcome } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { classify, classifyAuthorization } from './outcome.ts';
import { redirectParams } from './redirect-params.ts';

/** What sort of answer a recorded exchange shows. */
export function outcomeShown(place: Place, transcript: Transcript, lawful: ExchangeEvent['lawful'] = {}): Outcome {
  if (place === 'authorization') return classifyAuthorization(transcript, redirectParams(transcript.response));
  const { status, contains, mediaTypes } = lawful;
  return classify(place, transcript, {
    status,
    contains,
    mediaTypes: mediaTypes === undefined ? undefined : new Set(mediaTypes),
  });
}

/** The transcript alone shows the outcome that the live answer was given. */
export function isShown(
  place: Place,
  transcript: Transcript,
  outcome: Outcome,
  lawful: ExchangeEvent['lawful'],
): boolean {
  const shown = outcomeShown(place, transcript, lawful);
  return shown.class === outcome.class && shown.status === outcome.status && shown.error === outcome.error;
}

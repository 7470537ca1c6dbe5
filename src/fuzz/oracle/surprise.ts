import type { Outcome } from '../../record/schema.ts';
import type { Ruling } from './ruling.ts';

/** An answer that no correct server would give. */
export type Surprise = 'accepted' | 'refused' | 'crashed';

/** `agrees`: what a correct server does; `either`: both answers are lawful; `unjudged`: nothing follows from the answer. */
export type Standing = Surprise | 'agrees' | 'either' | 'unjudged';

/**
 * How an answer stands to what the ruling asks of a correct server. `isBlamed`: whether a refusal of something lawful names
 * what was changed; other refusals may have any reason, and count for nothing.
 */
export function standingOf(
  { expect }: Pick<Ruling, 'expect'>,
  { class: kind }: Pick<Outcome, 'class'>,
  isBlamed: () => boolean,
): Standing {
  switch (kind) {
    case 'crashed':
      return 'crashed';
    case 'accepted':
      return expect === 'refuse' ? 'accepted' : expect === 'accept' ? 'agrees' : 'either';
    case 'refused':
      if (expect !== 'accept') return expect === 'refuse' ? 'agrees' : 'either';
      return isBlamed() ? 'refused' : 'either';
    case 'challenged':
      // A server that will not take any nonce shows nothing about the rest.
      return expect === 'accept' ? 'unjudged' : expect === 'refuse' ? 'agrees' : 'either';
    case 'failed':
    case 'throttled':
    case 'unclear':
      return 'unjudged';
    default:
      return kind satisfies never;
  }
}

import type { Sent } from '../exchange/sent.ts';
import { challengesOf, jsonBody } from '../verdict/answer.ts';

/** What a client is told by an answer. */
export type Told = { readonly answer: string; readonly description?: string };

const longest = 200;

export function toldBy({ outcome, exchange }: Sent): Told {
  const answer = [outcome.status ?? outcome.text, outcome.error, outcome.class === 'accepted' ? 'accepted' : undefined];
  const description = exchange.response === undefined ? undefined : descriptionIn(exchange.response);
  return {
    answer: answer.filter((part) => part !== undefined).join(' '),
    ...(description === undefined ? {} : { description: description.slice(0, longest) }),
  };
}

function descriptionIn(response: NonNullable<Sent['exchange']['response']>): string | undefined {
  const body = jsonBody(response);
  const inBody = [body?.['error_description'], body?.['message']].find((text) => typeof text === 'string');
  if (inBody !== undefined) return inBody;
  const inChallenge = challengesOf(response).map(({ params }) => params.get('error_description'));
  return inChallenge.find((text) => text !== undefined);
}

/** The same for two answers about one thing, though times and values in their text differ. */
export function likeness({ answer, description = '' }: Told): string {
  return `${answer}\n${description.replaceAll(/[\w-]{16,}/g, '…').replaceAll(/\d+(\.\d+)?/g, '#')}`;
}

import { defined } from '../defined.ts';
import type { Sent } from '../exchange/sent.ts';
import { challengesOf, jsonBody } from '../verdict/answer.ts';

/** What an answer says about a fault: status and error code, and the description. A server may accept the fault, too. */
export type Refusal = { readonly answer: string; readonly description?: string };

/** Characters of a description that are kept. */
const longest = 200;

export function refusalOf({ outcome, exchange }: Sent): Refusal {
  const answer = [outcome.status ?? outcome.text, outcome.error, outcome.class === 'accepted' ? 'accepted' : undefined];
  const description = exchange.response === undefined ? undefined : descriptionIn(exchange.response);
  return {
    answer: answer.filter((part) => part !== undefined).join(' '),
    ...defined({ description: description?.slice(0, longest) }),
  };
}

function descriptionIn(response: NonNullable<Sent['exchange']['response']>): string | undefined {
  const body = jsonBody(response);
  const inBody = [body?.['error_description'], body?.['message']].find((text) => typeof text === 'string');
  if (inBody !== undefined) return inBody;
  const inChallenge = challengesOf(response).map(({ params }) => params.get('error_description'));
  return inChallenge.find((text) => text !== undefined);
}

/** Text that is equal for two answers about the same fault, even if times and values in the answers differ. */
export function likeness({ answer, description = '' }: Refusal): string {
  return `${answer}\n${description.replaceAll(/[\w-]{16,}/g, '…').replaceAll(/\d+(\.\d+)?/g, '#')}`;
}

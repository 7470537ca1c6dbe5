import type { Outcome } from '../../record/schema.ts';
import type { Transcript } from '../../record/transcript.ts';
import { objectIn } from './arrival.ts';

/** What sort of answer a client under test was given. */
export function peerOutcome({ response, failure }: Pick<Transcript, 'response' | 'failure'>): Outcome {
  if (response === undefined || failure !== undefined) return { class: 'unclear', text: 'the connection was cut' };
  const { status, body, fields } = response;
  const challenge = fields
    .filter(([name]) => name.toLowerCase() === 'www-authenticate')
    .map(([, value]) => value)
    .join(', ');
  const named = objectIn(body)?.['error'];
  const error = typeof named === 'string' ? named : /error="([^"]*)"/.exec(challenge)?.[1];
  const base = { status, ...(error === undefined ? {} : { error }) };
  if (status < 300) return { class: 'accepted', status, text: `answered with ${status}` };
  if (status < 400) return { class: 'unclear', status, text: `answered with ${status}, a redirect` };
  const text = `answered with ${status}${error === undefined ? '' : `, ${error}`}`;
  return { class: error === 'use_dpop_nonce' ? 'challenged' : 'refused', ...base, text };
}

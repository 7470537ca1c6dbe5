import type { Site } from '../../bench/site.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { PlanValue } from '../../plan/values.ts';
import { hintsOf } from './hints.ts';
import { likelyUris } from './likely-uris.ts';
import type { Trial } from './trial.ts';

const mostUris = 40;
/** Each takes a login. */
const mostWithLogin = 6;

/** Proofs that a server may expect in place of the lawful one, the likeliest first. */
export function proofTrials({ bench, place, session }: Site, refused: Sent): readonly Trial[] {
  const { url } = refused.exchange.request;
  const uris = likelyUris(url, hintsOf(bench, refused.exchange.response)).map(({ uri, difference }): Trial => ({
    about: 'htu',
    words: `the htu ${JSON.stringify(uri)} (${difference}) in place of ${JSON.stringify(lawfulUri(url))}`,
    ops: [{ op: 'claim-set', name: 'htu', value: uri }],
  }));
  const most = session.grant === 'authorization_code' ? mostWithLogin : mostUris;
  const others = place === 'resource' ? [...hashTrials, ...memberTrials] : memberTrials;
  return [...uris.slice(0, most), ...others.slice(0, most)];
}

function lawfulUri(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? url;
}

function claim(about: Trial['about'], value: PlanValue, words: string): Trial {
  return { about, words, ops: [{ op: 'claim-set', name: about, value }] };
}

const hashTrials: readonly Trial[] = [
  claim('ath', { $: 'ath', form: 'padded' }, 'an ath with padding'),
  claim('ath', { $: 'ath', form: 'hex' }, 'an ath in hexadecimal'),
  claim('ath', { $: 'ath', form: 'base64' }, 'an ath in the alphabet of plain base64'),
  { about: 'ath', words: 'no ath', ops: [{ op: 'claim-remove', name: 'ath' }] },
];

const memberTrials: readonly Trial[] = [
  claim('iat', { $: 'now', plus: -5 }, 'an iat of five seconds ago'),
  claim('iat', { $: 'now', plus: 0, as: 'milliseconds' }, 'an iat in milliseconds'),
  claim('htm', { $: 'method', case: 'lower' }, 'an htm in lower case'),
  { about: 'typ', words: 'the typ JWT', ops: [{ op: 'header-set', name: 'typ', value: 'JWT' }] },
];

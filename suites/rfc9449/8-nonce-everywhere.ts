import { rejects, sequence } from '../../src/suite/cases.ts';
import { nonce } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const demandedThenMadeUp: Case['exchanges'] = [
  { delta: [nonce('none')], expect: 'challenge' },
  { delta: [nonce('made-up')], expect: 'refuse' },
];

/**
 * A nonce that was demanded once is demanded of other grants, methods, clients and resources too.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-8, section 9 and section 11.3
 */
export const nonceEverywhereCases: readonly Case[] = [
  rejects({
    id: 'nonce-left-out-with-other-method',
    title: 'rejects a proof without nonce with another method than the one with which it has demanded a nonce',
    requirements: ['RFC9449-11.3-01'],
    at: ['resource'],
    needs: ['nonce-required', 'beside-demand'],
    fault: 'nonce',
    each: 'further',
    delta: [nonce('none')],
  }),
  rejects({
    id: 'nonce-left-out-elsewhere',
    title:
      'rejects a proof without nonce also from other clients and at other resources than where it has demanded one',
    requirements: ['RFC9449-11.3-01'],
    why: 'Read to the letter §11.3 forbids it, but §8 and §9 leave it to the server where a nonce is needed.',
    at: ['token', 'resource'],
    needs: ['nonce-required', 'apart-from-demand'],
    fault: 'nonce',
    each: 'further',
    atMost: 'warn',
    delta: [nonce('none')],
  }),
  rejects({
    id: 'par-nonce-left-out',
    title: 'rejects a pushed authorization request without nonce after the token endpoint has demanded one',
    requirements: ['RFC9449-11.3-01'],
    why: 'Read to the letter §11.3 forbids it, but §8 leaves it to the server where a nonce is needed.',
    at: ['par'],
    needs: ['token-nonce-required', 'nonce-not-seen'],
    fault: 'nonce',
    atMost: 'warn',
    delta: [nonce('none')],
  }),
  rejects({
    id: 'nonce-left-out-beside-code',
    title: 'rejects a proof without nonce beside an authorization code after it has demanded one of the client',
    requirements: ['RFC9449-11.3-01'],
    at: ['token'],
    needs: ['nonce-required', 'authorization-code', 'beside-demand'],
    session: { grant: 'authorization_code' },
    fault: 'nonce',
    delta: [nonce('none')],
  }),
  rejects({
    id: 'nonce-left-out-beside-refresh-token',
    title: 'rejects a proof without nonce beside a refresh token after it has demanded one of the client',
    requirements: ['RFC9449-11.3-01'],
    at: ['token'],
    needs: ['nonce-required', 'refresh-token', 'beside-demand'],
    session: { grant: 'refresh_token' },
    fault: 'nonce',
    delta: [nonce('none')],
  }),
  sequence({
    id: 'nonce-made-up-elsewhere',
    title: 'rejects a nonce that nobody gave out wherever else it demands one',
    requirements: ['RFC9449-4.3-10', 'RFC9449-8-07', 'RFC9449-9-03'],
    needs: ['nonce-required'],
    fault: 'nonce',
    each: 'further',
    exchanges: demandedThenMadeUp,
  }),
  sequence({
    id: 'nonce-made-up-beside-code',
    title: 'rejects a nonce that nobody gave out beside an authorization code',
    requirements: ['RFC9449-4.3-10', 'RFC9449-8-07'],
    at: ['token'],
    needs: ['nonce-required', 'authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'nonce',
    exchanges: demandedThenMadeUp,
  }),
  sequence({
    id: 'nonce-made-up-beside-refresh-token',
    title: 'rejects a nonce that nobody gave out beside a refresh token',
    requirements: ['RFC9449-4.3-10', 'RFC9449-8-07'],
    at: ['token'],
    needs: ['nonce-required', 'refresh-token'],
    session: { grant: 'refresh_token' },
    fault: 'nonce',
    exchanges: demandedThenMadeUp,
  }),
];

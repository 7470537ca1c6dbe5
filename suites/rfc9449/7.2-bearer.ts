import { observes, rejects, sequence } from '../../src/suite/cases.ts';
import { accessToken, check, claim, lines, scheme } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const downgrade = 'This is what a thief of the access token would send to a server that takes Bearer tokens too.';

const asBearer = [scheme('Bearer'), lines('absent')];

/**
 * No lawful request is accepted here, so the control is the bound access token as Bearer token beside text that is no token: the
 * resource looks at the token and finds it good.
 */
function inPlace(fields: Pick<Case, 'id' | 'title' | 'needs' | 'atMost'>): Case {
  return sequence({
    ...fields,
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    why: downgrade,
    at: ['resource'],
    fault: 'access-token',
    exchanges: [
      {
        with: asBearer,
        delta: [accessToken('garbage')],
        expect: 'refuse',
        premise: 'the resource does not look at the access token',
      },
      { delta: asBearer, expect: 'observe', checks: [check('RFC9449-7.2-01', { check: 'refused' })] },
    ],
  });
}

/**
 * A bound access token is no Bearer token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.2
 */
export const bearerCases: readonly Case[] = [
  rejects({
    id: 'bearer-without-proof',
    title: 'rejects a bound access token as Bearer token',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11', 'RFC9449-6-01', 'RFC9700-2.2.1-02'],
    why: downgrade,
    at: ['resource'],
    fault: 'credentials',
    each: true,
    delta: [scheme('Bearer'), lines('absent')],
  }),
  inPlace({
    id: 'bearer-in-place-of-dpop',
    title: 'rejects a bound access token as Bearer token where it says that it knows DPoP, and takes no proof',
    needs: ['bearer-in-place', 'dpop-announced'],
  }),
  inPlace({
    id: 'bearer-in-place-unannounced',
    title: 'rejects a bound access token as Bearer token where it does not seem to know DPoP',
    needs: ['bearer-in-place', 'dpop-unannounced'],
    atMost: 'warn',
  }),
  rejects({
    id: 'bearer-lower-without-proof',
    title: 'rejects a bound access token under the scheme bearer',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    why: downgrade,
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('bearer'), lines('absent')],
  }),
  rejects({
    id: 'bearer-upper-without-proof',
    title: 'rejects a bound access token under the scheme BEARER',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('BEARER'), lines('absent')],
  }),
  rejects({
    id: 'bearer-head-without-proof',
    title: 'rejects a bound access token as Bearer token in a HEAD request',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
    at: ['resource'],
    fault: 'credentials',
    with: [{ op: 'method', value: 'HEAD' }],
    delta: [scheme('Bearer'), lines('absent')],
  }),
  rejects({
    id: 'bearer-with-proof',
    title: 'rejects a bound access token as Bearer token beside a valid proof',
    requirements: ['RFC9449-7.2-02'],
    at: ['resource'],
    fault: 'credentials',
    each: true,
    delta: [scheme('Bearer')],
  }),
  rejects({
    id: 'bearer-with-proof-without-ath',
    title: 'rejects a bound access token as Bearer token beside a proof without ath',
    requirements: ['RFC9449-7.2-02'],
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('Bearer'), claim.remove('ath')],
  }),
  rejects({
    id: 'bearer-with-empty-proof',
    title: 'rejects a bound access token as Bearer token beside an empty DPoP field',
    requirements: ['RFC9449-7.2-01'],
    at: ['resource'],
    fault: 'credentials',
    delta: [scheme('Bearer'), lines('empty')],
  }),
  rejects({
    id: 'query-without-proof',
    title: 'rejects a bound access token in the query',
    requirements: ['RFC9449-7.2-03'],
    why: downgrade,
    at: ['resource'],
    fault: 'credentials',
    each: true,
    delta: [{ op: 'access-token-in', place: 'query' }, lines('absent')],
  }),
  rejects({
    id: 'query-with-proof',
    title: 'rejects a bound access token in the query beside a valid proof',
    requirements: ['RFC9449-7.2-03'],
    at: ['resource'],
    fault: 'credentials',
    delta: [{ op: 'access-token-in', place: 'query' }],
  }),
  rejects({
    id: 'form-without-proof',
    title: 'rejects a bound access token in a form body',
    requirements: ['RFC9449-7.2-03'],
    why: downgrade,
    at: ['resource'],
    needs: ['post-resource'],
    fault: 'credentials',
    each: true,
    delta: [{ op: 'access-token-in', place: 'form' }, lines('absent')],
  }),
  rejects({
    id: 'form-with-proof',
    title: 'rejects a bound access token in a form body beside a valid proof',
    requirements: ['RFC9449-7.2-03'],
    at: ['resource'],
    needs: ['post-resource'],
    fault: 'credentials',
    each: true,
    delta: [{ op: 'access-token-in', place: 'form' }],
  }),
  rejects({
    id: 'two-schemes',
    title: 'rejects an access token under two schemes at once',
    requirements: ['RFC9449-7.2-06'],
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'authorization-second', scheme: 'Bearer' }],
  }),
  rejects({
    id: 'two-schemes-without-proof',
    title: 'rejects a bound access token under two schemes at once without a proof',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-06'],
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'authorization-second', scheme: 'Bearer' }, lines('absent')],
  }),
  rejects({
    id: 'two-schemes-bearer-last',
    title: 'rejects an access token under two schemes at once, Bearer last',
    requirements: ['RFC9449-7.2-06'],
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'authorization-second', scheme: 'Bearer', position: 'last' }],
  }),
  rejects({
    id: 'two-schemes-bearer-last-without-proof',
    title: 'rejects a bound access token under two schemes at once, Bearer last, without a proof',
    requirements: ['RFC9449-7.2-01', 'RFC9449-7.2-06'],
    at: ['resource'],
    fault: 'request',
    delta: [{ op: 'authorization-second', scheme: 'Bearer', position: 'last' }, lines('absent')],
  }),
  sequence({
    id: 'bearer-error-place',
    title: 'names the error in the Bearer challenge when the Bearer scheme was used',
    requirements: ['RFC9449-7.2-05'],
    at: ['resource'],
    needs: ['bearer-supported'],
    fault: 'credentials',
    exchanges: [
      {
        delta: [accessToken('garbage')],
        expect: 'refuse',
        premise: 'its challenges name no error at all, which is another rule (RFC 9449 §7.1)',
        checks: [check('RFC9449-7.2-05', { check: 'challenge-param', param: 'error' })],
      },
      {
        delta: [scheme('Bearer'), lines('absent')],
        expect: 'refuse',
        checks: [check('RFC9449-7.2-05', { check: 'challenge-param', scheme: 'Bearer', param: 'error' })],
      },
    ],
  }),
  rejects({
    id: 'two-schemes-basic',
    title: 'rejects an access token beside Basic credentials',
    requirements: ['RFC9449-7.2-06'],
    at: ['resource'],
    fault: 'request',
    atMost: 'info',
    delta: [{ op: 'authorization-second', scheme: 'Basic' }],
  }),
  rejects({
    id: 'unbound-bearer-despite-metadata',
    title: 'rejects an unbound access token as Bearer token where its metadata say that tokens have to be bound',
    requirements: ['RFC9728-2-02'],
    at: ['resource'],
    needs: ['bound-tokens-required', 'unbound-token'],
    fault: 'credentials',
    delta: [scheme('Bearer'), accessToken('unbound'), lines('absent')],
  }),
  rejects({
    id: 'unbound-dpop-despite-metadata',
    title: 'rejects an unbound access token beside a proof where its metadata say that tokens have to be bound',
    requirements: ['RFC9728-2-02'],
    at: ['resource'],
    needs: ['bound-tokens-required', 'unbound-token'],
    fault: 'binding',
    delta: [accessToken('unbound')],
  }),
  observes({
    id: 'unbound-bearer-with-proof',
    title: 'may accept an unbound access token as Bearer token beside a proof',
    requirements: ['RFC9449-7.2-10'],
    at: ['resource'],
    needs: ['bearer-supported', 'unbound-token'],
    delta: [scheme('Bearer'), accessToken('unbound')],
  }),
  observes({
    id: 'unbound-bearer',
    title: 'may accept an unbound access token as Bearer token',
    requirements: ['RFC9449-7.2-10'],
    at: ['resource'],
    needs: ['bearer-supported', 'unbound-token'],
    delta: [scheme('Bearer'), accessToken('unbound'), lines('absent')],
  }),
];

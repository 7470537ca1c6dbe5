import { accessToken, check, claim, lines, observes, rejects, scheme } from '../src/suite/define.ts';
import { defineSuite, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['resource'];
const downgrade = 'This is what a thief of the access token would send to a server that takes Bearer tokens too.';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.2 */
export const bearerDowngrade = defineSuite({
  id: 'bearer-downgrade',
  title: 'A bound access token is no Bearer token',
  section: 'RFC 9449 §7.2',
  cases: [
    rejects(
      'bearer-without-proof',
      'rejects a bound access token as Bearer token',
      ['RFC9449-7.2-01', 'RFC9449-7.2-11', 'RFC9449-6-01', 'RFC9700-2.2.1-02'],
      [scheme('Bearer'), lines('absent')],
      { at, each: true, fault: 'credentials', why: downgrade },
    ),
    rejects(
      'bearer-lower-without-proof',
      'rejects a bound access token under the scheme bearer',
      ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
      [scheme('bearer'), lines('absent')],
      { at, fault: 'credentials', why: downgrade },
    ),
    rejects(
      'bearer-upper-without-proof',
      'rejects a bound access token under the scheme BEARER',
      ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
      [scheme('BEARER'), lines('absent')],
      { at, fault: 'credentials' },
    ),
    rejects(
      'bearer-head-without-proof',
      'rejects a bound access token as Bearer token in a HEAD request',
      ['RFC9449-7.2-01', 'RFC9449-7.2-11'],
      [scheme('Bearer'), lines('absent')],
      { at, with: [{ op: 'method', value: 'HEAD' }], fault: 'credentials' },
    ),
    rejects(
      'bearer-with-proof',
      'rejects a bound access token as Bearer token beside a valid proof',
      'RFC9449-7.2-02',
      [scheme('Bearer')],
      { at, each: true, fault: 'credentials' },
    ),
    rejects(
      'bearer-with-proof-without-ath',
      'rejects a bound access token as Bearer token beside a proof without ath',
      'RFC9449-7.2-02',
      [scheme('Bearer'), claim.remove('ath')],
      { at, fault: 'credentials' },
    ),
    rejects(
      'bearer-with-empty-proof',
      'rejects a bound access token as Bearer token beside an empty DPoP field',
      'RFC9449-7.2-01',
      [scheme('Bearer'), lines('empty')],
      { at, fault: 'credentials' },
    ),
    rejects(
      'query-without-proof',
      'rejects a bound access token in the query',
      'RFC9449-7.2-03',
      [{ op: 'access-token-in', place: 'query' }, lines('absent')],
      { at, each: true, fault: 'credentials', why: downgrade },
    ),
    rejects(
      'query-with-proof',
      'rejects a bound access token in the query beside a valid proof',
      'RFC9449-7.2-03',
      [{ op: 'access-token-in', place: 'query' }],
      { at, fault: 'credentials' },
    ),
    rejects(
      'form-without-proof',
      'rejects a bound access token in a form body',
      'RFC9449-7.2-03',
      [{ op: 'access-token-in', place: 'form' }, lines('absent')],
      { at, each: true, needs: ['post-resource'], fault: 'credentials', why: downgrade },
    ),
    rejects(
      'form-with-proof',
      'rejects a bound access token in a form body beside a valid proof',
      'RFC9449-7.2-03',
      [{ op: 'access-token-in', place: 'form' }],
      { at, each: true, needs: ['post-resource'], fault: 'credentials' },
    ),
    rejects(
      'two-schemes',
      'rejects an access token under two schemes at once',
      'RFC9449-7.2-06',
      [{ op: 'authorization-second', scheme: 'Bearer' }],
      { at, fault: 'request' },
    ),
    rejects(
      'two-schemes-without-proof',
      'rejects a bound access token under two schemes at once without a proof',
      ['RFC9449-7.2-01', 'RFC9449-7.2-06'],
      [{ op: 'authorization-second', scheme: 'Bearer' }, lines('absent')],
      { at, fault: 'request' },
    ),
    rejects(
      'two-schemes-bearer-last',
      'rejects an access token under two schemes at once, Bearer last',
      'RFC9449-7.2-06',
      [{ op: 'authorization-second', scheme: 'Bearer', position: 'last' }],
      { at, fault: 'request' },
    ),
    rejects(
      'two-schemes-bearer-last-without-proof',
      'rejects a bound access token under two schemes at once, Bearer last, without a proof',
      ['RFC9449-7.2-01', 'RFC9449-7.2-06'],
      [{ op: 'authorization-second', scheme: 'Bearer', position: 'last' }, lines('absent')],
      { at, fault: 'request' },
    ),
    rejects(
      'bearer-error-place',
      'names the error in the Bearer challenge when the Bearer scheme was used',
      'RFC9449-7.2-05',
      [scheme('Bearer'), lines('absent')],
      {
        at,
        needs: ['bearer-supported'],
        fault: 'credentials',
        checks: [check('RFC9449-7.2-05', { check: 'challenge-param', scheme: 'Bearer', param: 'error' })],
      },
    ),
    observes(
      'unbound-bearer',
      'may accept an unbound access token as Bearer token',
      'RFC9449-7.2-10',
      [scheme('Bearer'), accessToken('unbound'), lines('absent')],
      { at, needs: ['bearer-supported', 'unbound-token'] },
    ),
  ],
});

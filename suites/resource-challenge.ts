import { accepts, accessToken, check, claim, lines, observes, rejects, scheme } from '../src/suite/define.ts';
import type { Op, OpOf } from '../src/plan/ops.ts';
import { defineSuite, type Case, type Place, type RequiredCheck } from '../src/suite/schema.ts';

const at: Place[] = ['resource'];
const bare: Op[] = [accessToken('none'), lines('absent')];
const head: Op[] = [{ op: 'method', value: 'HEAD' }];
const options: Op = { op: 'method', value: 'OPTIONS' };
const noLeak: RequiredCheck[] = [check('RFC9449-7.1-03', { check: 'no-protected-content' })];
const preflight: Op[] = [
  { op: 'field', name: 'Origin', value: 'https://app.example' },
  { op: 'field', name: 'Access-Control-Request-Method', value: 'GET' },
  { op: 'field', name: 'Access-Control-Request-Headers', value: 'authorization,dpop' },
];

function credentials(edit: OpOf<'credentials'>['edit'], title: string): Case {
  const delta: Op[] = [{ op: 'credentials', edit }];
  return rejects(`credentials-${edit}`, title, 'RFC9449-7.1-24', delta, { at, fault: 'credentials' });
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1 */
export const resourceChallenge = defineSuite({
  id: 'resource-challenge',
  title: 'The resource demands access token and proof, and says how',
  section: 'RFC 9449 §7.1',
  cases: [
    rejects(
      'no-credentials',
      'rejects a request without credentials',
      'RFC9449-7.1-04',
      [accessToken('none'), lines('absent')],
      {
        at,
        fault: 'credentials',
        checks: [
          check('RFC9449-7.1-04', { check: 'status', in: [401] }, 'info'),
          check('RFC6750-3-01', { check: 'field-present', name: 'WWW-Authenticate' }, 'warn'),
        ],
      },
    ),
    rejects(
      'challenge-scheme',
      'challenges a request without credentials with the scheme DPoP',
      'RFC9449-7.1-04',
      [accessToken('none'), lines('absent')],
      {
        at,
        fault: 'credentials',
        each: true,
        checks: [check('RFC9449-7.1-04', { check: 'challenge', scheme: 'DPoP' })],
      },
    ),
    rejects(
      'challenge-algs',
      'names the algorithms it takes in its challenge',
      'RFC9449-7.1-12',
      [accessToken('none'), lines('absent')],
      {
        at,
        fault: 'credentials',
        checks: [
          check('RFC9449-7.1-12', { check: 'challenge-param', scheme: 'DPoP', param: 'algs' }),
          check('RFC9449-7.1-13', { check: 'algs-well-formed' }),
        ],
      },
    ),
    rejects(
      'challenge-without-error',
      'names no error to a request without credentials',
      'RFC9449-7.2-04',
      [accessToken('none'), lines('absent')],
      {
        at,
        fault: 'credentials',
        checks: [check('RFC9449-7.2-04', { check: 'no-error-information' })],
      },
    ),

    rejects(
      'proof-without-token',
      'rejects a proof without an access token',
      ['RFC9449-4-02', 'RFC9449-7.1-03'],
      [accessToken('none')],
      { at, each: true, fault: 'credentials', why: 'Anyone can make a proof.' },
    ),
    rejects(
      'proof-without-token-or-ath',
      'rejects a proof without ath that comes without an access token',
      ['RFC9449-4-02', 'RFC9449-7.1-03'],
      [accessToken('none'), claim.remove('ath')],
      { at, fault: 'credentials', why: 'Anyone can make a proof.' },
    ),
    rejects(
      'token-without-proof',
      'rejects a bound access token without a proof',
      ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
      [lines('absent')],
      { at, each: true, fault: 'proof-missing' },
    ),
    rejects(
      'unbound-token-without-proof',
      'rejects an unbound access token under the DPoP scheme without a proof',
      'RFC9449-6-03',
      [accessToken('unbound'), lines('absent')],
      { at, needs: ['unbound-token'], fault: 'proof-missing' },
    ),
    rejects(
      'token-in-proxy-authorization',
      'rejects an access token in Proxy-Authorization',
      'RFC9449-7.1-17',
      [{ op: 'authorization-field', name: 'Proxy-Authorization' }],
      { at, fault: 'credentials' },
    ),
    rejects(
      'scheme-unknown',
      'rejects a bound access token under a scheme that does not exist',
      'RFC9449-7.1-03',
      [scheme('PoP')],
      { at, fault: 'credentials', atMost: 'warn' },
    ),
    rejects(
      'scheme-basic',
      'rejects a bound access token under the Basic scheme',
      'RFC9449-7.1-03',
      [scheme('Basic')],
      { at, fault: 'credentials', atMost: 'warn' },
    ),

    credentials('quoted', 'rejects an access token in quotation marks'),
    credentials('parameter', 'rejects an access token that is given as a parameter'),
    credentials('trailing-word', 'rejects an access token that is followed by another word'),
    credentials('two-in-one-field', 'rejects two credentials in one Authorization field'),
    rejects(
      'credentials-empty',
      'rejects the scheme DPoP without an access token',
      'RFC9449-7.1-03',
      [{ op: 'credentials', edit: 'empty' }],
      { at, fault: 'credentials', why: 'Anyone can make a proof.' },
    ),
    rejects(
      'credentials-extra-segment',
      'rejects an access token with a segment more',
      'RFC9449-3-03',
      [{ op: 'credentials', edit: 'extra-segment' }],
      { at, fault: 'access-token', atMost: 'warn' },
    ),
    rejects('head-without-credentials', 'rejects a HEAD request without credentials', 'RFC9449-7.1-03', bare, {
      at,
      with: head,
      fault: 'credentials',
    }),
    rejects('head-without-proof', 'rejects a HEAD request without a proof', 'RFC9449-7.1-02', [lines('absent')], {
      at,
      with: head,
      fault: 'proof-missing',
    }),
    observes(
      'options-without-credentials',
      'tells nothing in answer to OPTIONS without credentials',
      'RFC9449-7.1-03',
      [options, ...bare],
      { at, checks: noLeak },
    ),
    observes(
      'options-preflight',
      'tells nothing in answer to a preflight of another origin',
      'RFC9449-7.1-03',
      [options, ...bare, ...preflight],
      { at, checks: noLeak },
    ),
    rejects('challenge-metadata', 'names its own metadata in its challenge, if any', 'RFC9449-7.1-04', bare, {
      at,
      fault: 'credentials',
      checks: [check('RFC9728-5.1-01', { check: 'challenge-metadata' })],
    }),

    accepts('scheme-lower', 'accepts the scheme dpop', ['RFC9449-7.1-19', 'RFC9110-11.1-01'], [scheme('dpop')], { at }),
    accepts('scheme-upper', 'accepts the scheme DPOP', ['RFC9449-7.1-19', 'RFC9110-11.1-01'], [scheme('DPOP')], { at }),
    observes(
      'scheme-two-spaces',
      'may refuse two spaces between scheme and access token',
      'RFC9449-7.1-23',
      [{ op: 'authorization-spaces', count: 2 }],
      { at },
    ),

    observes(
      'rs-cors-challenge',
      'exposes WWW-Authenticate to browsers of other origins',
      'RFC9449-7.1-16',
      [{ op: 'field', name: 'Origin', value: 'https://app.example' }, lines('absent')],
      {
        at,
        checks: [check('RFC9449-7.1-16', { check: 'exposes', name: 'WWW-Authenticate' })],
      },
    ),
    observes(
      'rs-cors-nonce',
      'exposes DPoP-Nonce to browsers of other origins',
      'RFC9449-9-11',
      [{ op: 'field', name: 'Origin', value: 'https://app.example' }],
      {
        at,
        needs: ['nonce-seen'],
        checks: [check('RFC9449-9-11', { check: 'exposes', name: 'DPoP-Nonce' })],
      },
    ),
    accepts('every-resource', 'accepts a bound access token with its proof at every resource', 'RFC9449-6-01', [], {
      at,
      each: true,
    }),
  ],
});

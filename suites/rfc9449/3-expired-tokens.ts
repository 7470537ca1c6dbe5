import type { Op } from '../../src/plan/ops.ts';
import type { TokenRef } from '../../src/plan/token-ref.ts';
import { sequence } from '../../src/suite/cases.ts';
import { accessToken } from '../../src/suite/define.ts';
import type { Case, ExchangeSpec, RequiredCheck } from '../../src/suite/schema.ts';

/** Shows that the token is good while it lives. */
const young: ExchangeSpec = {
  with: [accessToken('fresh')],
  delta: [accessToken('aged')],
  expect: 'accept',
  premise: 'the access token was not accepted while it lived',
};
/** RFC 7519 §4.1.4: some leeway for clocks is allowed, usually no more than a few minutes. Frameworks have up to five. */
const beyondLeeway = { of: 'token-lifetime', plus: 320 } as const;

/** The token that the introspection endpoint is asked about. */
const introspected = (of: TokenRef): Op => ({
  op: 'form-set',
  name: 'token',
  value: { $: 'access-token', of },
});

const active: ExchangeSpec = {
  with: [introspected('fresh')],
  delta: [introspected('aged')],
  expect: 'accept',
  checks: [{ requirement: 'RFC7662-2.2-01', that: { check: 'json-equals', member: 'active', value: true } }],
  premise: 'the access token was not reported as active while it lived',
};

const introspectedLate: ExchangeSpec = {
  with: [introspected('fresh')],
  delta: [introspected('aged')],
  expect: 'observe',
};

const inactive: RequiredCheck = {
  requirement: 'RFC7662-2.2-01',
  that: { check: 'json-equals', member: 'active', value: false },
};

/**
 * Access tokens that have expired while the case waited, each with a new proof that is right for it. They are seen where the
 * token response announces a life of five minutes at most.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749.html#section-7 and https://www.rfc-editor.org/rfc/rfc7662.html#section-2.2
 */
export const expiredTokensCases: readonly Case[] = [
  sequence({
    id: 'issued-token-expired-10-s-ago',
    title: 'may accept an access token ten seconds after its end',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    needs: ['clock-in-step'],
    lane: 'slow',
    exchanges: [
      young,
      {
        after: { of: 'token-lifetime', plus: 10 },
        with: [accessToken('fresh')],
        delta: [accessToken('aged')],
        expect: 'observe',
      },
    ],
  }),
  sequence({
    id: 'issued-token-expired',
    title: 'rejects an access token more than five minutes after its end, with a new proof',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    needs: ['clock-in-step'],
    fault: 'access-token',
    lane: 'slow',
    exchanges: [
      young,
      { after: beyondLeeway, with: [accessToken('fresh')], delta: [accessToken('aged')], expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'introspection-expired-10-s-ago',
    title: 'may report an access token as active ten seconds after its end',
    requirements: ['RFC7662-2.2-01'],
    at: ['introspection'],
    needs: ['introspection', 'clock-in-step'],
    lane: 'slow',
    exchanges: [
      active,
      {
        ...introspectedLate,
        after: { of: 'token-lifetime', plus: 10 },
        expect: 'accept',
        checks: [{ ...inactive, atMost: 'info' }],
      },
    ],
  }),
  sequence({
    id: 'introspection-expired',
    title: 'reports nothing but active false for an access token more than five minutes after its end',
    requirements: ['RFC7662-2.2-01'],
    at: ['introspection'],
    needs: ['introspection', 'clock-in-step'],
    lane: 'slow',
    exchanges: [
      active,
      {
        ...introspectedLate,
        after: beyondLeeway,
        checks: [inactive, { requirement: 'RFC7662-2.2-01', that: { check: 'inactive-is-bare' } }],
      },
    ],
  }),
];

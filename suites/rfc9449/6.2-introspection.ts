import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { lines } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * What introspection reports about a bound access token, and to which callers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-6.2
 */
export const introspectionCases: readonly Case[] = [
  accepts({
    id: 'introspection-without-proof',
    title: 'answers introspection of a bound access token without a proof',
    requirements: ['RFC9449-6.2-03'],
    at: ['introspection'],
    needs: ['introspection'],
    checks: [{ requirement: 'RFC9449-6.2-03', that: { check: 'json-equals', member: 'active', value: true } }],
  }),
  accepts({
    id: 'introspection-cnf-opaque',
    title: 'reports cnf.jkt of an opaque access token',
    requirements: ['RFC9449-6.2-01'],
    at: ['introspection'],
    needs: ['introspection', 'opaque-token', 'bound-token'],
    checks: [{ requirement: 'RFC9449-6.2-01', that: { check: 'cnf-jkt', is: 'present' } }],
  }),
  accepts({
    id: 'introspection-cnf-jwt',
    title: 'reports cnf.jkt of a JWT access token',
    requirements: ['RFC9449-6.2-01'],
    why: 'The resource server can read cnf in the token itself.',
    at: ['introspection'],
    needs: ['introspection', 'readable-token', 'bound-token'],
    atMost: 'warn',
    checks: [{ requirement: 'RFC9449-6.2-01', that: { check: 'cnf-jkt', is: 'present' } }],
  }),
  accepts({
    id: 'introspection-cnf-contradicts',
    title: 'reports no other key than the one that the access token is bound to',
    requirements: ['RFC9449-6.2-01'],
    why: 'A resource server that goes by introspection would let the holder of the other key in, and nobody else.',
    at: ['introspection'],
    needs: ['introspection', 'bound-token'],
    checks: [{ requirement: 'RFC9449-6.2-01', that: { check: 'cnf-jkt', is: 'no-other-key' } }],
  }),
  accepts({
    id: 'introspection-token-type',
    title: 'reports token_type DPoP for a bound access token, if any',
    requirements: ['RFC9449-6.2-02'],
    at: ['introspection'],
    needs: ['introspection', 'bound-token'],
    checks: [{ requirement: 'RFC9449-6.2-02', that: { check: 'token-type', is: 'DPoP' } }],
  }),
  observes({
    id: 'introspection-inactive',
    title: 'reports nothing but active false for a token that nobody issued',
    requirements: ['RFC7662-2.2-01'],
    at: ['introspection'],
    needs: ['introspection'],
    delta: [{ op: 'form-set', name: 'token', value: { $: 'random', bytes: 32 } }],
    checks: [
      { requirement: 'RFC7662-2.2-01', that: { check: 'json-equals', member: 'active', value: false } },
      { requirement: 'RFC7662-2.2-01', that: { check: 'cnf-jkt', is: 'absent' } },
      { requirement: 'RFC7662-2.2-01', that: { check: 'inactive-is-bare' } },
    ],
  }),
  observes({
    id: 'introspection-revoked',
    title: 'reports nothing but active false for a bound token that has been revoked',
    requirements: ['RFC7662-2.2-01'],
    why: 'A server need not be able to revoke access tokens (RFC 7009 §2); what it calls inactive it has to hide.',
    at: ['introspection'],
    needs: ['introspection'],
    delta: [{ op: 'form-set', name: 'token', value: { $: 'access-token', of: 'revoked' } }],
    checks: [{ requirement: 'RFC7662-2.2-01', that: { check: 'inactive-is-bare' } }],
  }),
  rejects({
    id: 'introspection-unauthenticated',
    title: 'rejects introspection by a caller without credentials',
    requirements: ['RFC7662-2.1-01'],
    why: 'An answer that only says active false gives nothing away.',
    at: ['introspection'],
    needs: ['introspection'],
    fault: 'client',
    atMost: 'warn',
    delta: [{ op: 'client-auth', use: 'none' }],
  }),
  observes({
    id: 'introspection-by-proof',
    title: 'reports no active token to a caller with a proof in place of credentials',
    requirements: ['RFC7662-2.1-01'],
    why: 'Whoever holds the key of the access token is no authorised caller.',
    at: ['introspection'],
    needs: ['introspection'],
    delta: [{ op: 'client-auth', use: 'none' }, lines('present')],
    checks: [{ requirement: 'RFC7662-2.1-01', that: { check: 'json-equals', member: 'active', value: false } }],
  }),
  observes({
    id: 'introspection-unauthenticated-learns-nothing',
    title: 'reports no active token to a caller without credentials',
    requirements: ['RFC7662-2.1-01'],
    at: ['introspection'],
    needs: ['introspection'],
    delta: [{ op: 'client-auth', use: 'none' }],
    checks: [{ requirement: 'RFC7662-2.1-01', that: { check: 'json-equals', member: 'active', value: false } }],
  }),
];

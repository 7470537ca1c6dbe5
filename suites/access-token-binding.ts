import { accepts, check, header, jwk, lines, observes, rejects } from '../src/suite/define.ts';
import { defineSuite, type Case, type Place, type RequiredCheck, type SessionSpec } from '../src/suite/schema.ts';

const at: Place[] = ['token'];
const wellFormed: RequiredCheck[] = [
  check('RFC9449-6.1-01', { check: 'cnf-jkt', is: 'well-formed' }),
  check('RFC7800-3.1-01', { check: 'cnf-jkt', is: 'well-formed' }),
  check('RFC9449-11.10-01', { check: 'cnf-jkt', is: 'well-formed' }),
];

type Alg = NonNullable<SessionSpec['alg']>;

function thumbprintOf(kind: string, alg: Alg): Case {
  return accepts(
    `jkt-${kind}`,
    `binds the access token to the RFC 7638 thumbprint of an ${kind.toUpperCase()} key`,
    'RFC9449-6.1-02',
    [],
    {
      at,
      session: { alg },
      checks: [
        ...wellFormed,
        check('RFC9449-6.1-02', { check: 'cnf-jkt', is: 'proof-key' }),
        check('RFC7638-3.2-01', { check: 'cnf-jkt', is: 'proof-key' }),
      ],
    },
  );
}

function respelt(id: string, what: string, edit: 'extra-members' | 'shuffled', alg?: Alg): Case {
  return accepts(
    id,
    `binds the access token to the same thumbprint when jwk has ${what}`,
    'RFC9449-6.1-03',
    [header.set('jwk', jwk(edit))],
    {
      at,
      ...(alg === undefined ? {} : { session: { alg } }),
      checks: [
        check('RFC9449-6.1-03', { check: 'cnf-jkt', is: 'proof-key' }),
        check('RFC7638-3-01', { check: 'cnf-jkt', is: 'proof-key' }),
      ],
    },
  );
}

function respeltAtResource(id: string, what: string, edit: 'extra-members' | 'shuffled', alg?: Alg): Case {
  return accepts(id, `accepts a proof whose jwk has ${what}`, 'RFC9449-6.1-04', [header.set('jwk', jwk(edit))], {
    at: ['resource'],
    ...(alg === undefined ? {} : { session: { alg } }),
  });
}

const optional = 'kid, use, alg and a member that nobody knows';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-6 */
export const accessTokenBinding = defineSuite({
  id: 'access-token-binding',
  title: 'cnf.jkt is the thumbprint of the proof key',
  section: 'RFC 9449 §6',
  cases: [
    thumbprintOf('ec', 'ES256'),
    thumbprintOf('rsa', 'RS256'),
    thumbprintOf('okp', 'EdDSA'),
    accepts(
      'jkt-zero-octet',
      'binds the access token to the thumbprint of a key whose x coordinate begins with a zero octet',
      'RFC9449-6.1-02',
      [{ op: 'key', use: 'zero-x' }],
      {
        at,
        session: { alg: 'ES256' },
        why: 'RFC 7518 §6.2.1.2 keeps the octet.',
        checks: [check('RFC9449-6.1-02', { check: 'cnf-jkt', is: 'proof-key' })],
      },
    ),
    respelt('jkt-optional-members', optional, 'extra-members'),
    respelt('jkt-optional-members-rsa', `${optional} beside an RSA key`, 'extra-members', 'RS256'),
    respelt('jkt-optional-members-okp', `${optional} beside an Ed25519 key`, 'extra-members', 'EdDSA'),
    respelt('jkt-member-order', 'its members in another order', 'shuffled'),
    respelt('jkt-member-order-rsa', 'the members of an RSA key in another order', 'shuffled', 'RS256'),
    respelt('jkt-member-order-okp', 'the members of an Ed25519 key in another order', 'shuffled', 'EdDSA'),
    respeltAtResource('jwk-optional-members', optional, 'extra-members'),
    respeltAtResource('jwk-optional-members-rsa', `${optional} beside an RSA key`, 'extra-members', 'RS256'),
    respeltAtResource('jwk-member-order', 'its members in another order', 'shuffled'),
    respeltAtResource('jwk-member-order-rsa', 'the members of an RSA key in another order', 'shuffled', 'RS256'),

    accepts(
      'introspection-without-proof',
      'answers introspection of a bound access token without a proof',
      'RFC9449-6.2-03',
      [],
      {
        at: ['introspection'],
        needs: ['introspection'],
        checks: [check('RFC9449-6.2-03', { check: 'json-equals', member: 'active', value: true })],
      },
    ),
    accepts('introspection-cnf-opaque', 'tells cnf.jkt of an opaque access token', 'RFC9449-6.2-01', [], {
      at: ['introspection'],
      needs: ['introspection', 'opaque-token', 'bound-token'],
      checks: [check('RFC9449-6.2-01', { check: 'cnf-jkt', is: 'proof-key' })],
    }),
    accepts('introspection-cnf-jwt', 'tells cnf.jkt of a JWT access token', 'RFC9449-6.2-01', [], {
      at: ['introspection'],
      needs: ['introspection', 'readable-token', 'bound-token'],
      atMost: 'warn',
      why: 'The resource server can read cnf in the token itself.',
      checks: [check('RFC9449-6.2-01', { check: 'cnf-jkt', is: 'proof-key' })],
    }),
    accepts('introspection-token-type', 'tells token_type DPoP of a bound access token, if any', 'RFC9449-6.2-02', [], {
      at: ['introspection'],
      needs: ['introspection', 'bound-token'],
      checks: [check('RFC9449-6.2-02', { check: 'token-type', is: 'DPoP' })],
    }),
    observes(
      'introspection-inactive',
      'tells nothing but active false of a token that nobody issued',
      'RFC7662-2.2-01',
      [{ op: 'form-set', name: 'token', value: { $: 'random', bytes: 32 } }],
      {
        at: ['introspection'],
        needs: ['introspection'],
        checks: [
          check('RFC7662-2.2-01', { check: 'json-equals', member: 'active', value: false }),
          check('RFC7662-2.2-01', { check: 'cnf-jkt', is: 'absent' }),
          check('RFC7662-2.2-01', { check: 'inactive-is-bare' }),
        ],
      },
    ),
    observes(
      'introspection-revoked',
      'tells nothing but active false of a bound token that has been revoked',
      'RFC7662-2.2-01',
      [{ op: 'form-set', name: 'token', value: { $: 'access-token', of: 'revoked' } }],
      {
        at: ['introspection'],
        needs: ['introspection'],
        why: 'A server need not be able to revoke access tokens (RFC 7009 §2); what it calls inactive it has to hide.',
        checks: [check('RFC7662-2.2-01', { check: 'inactive-is-bare' })],
      },
    ),
    rejects(
      'introspection-unauthenticated',
      'rejects introspection by a caller without credentials',
      'RFC7662-2.1-01',
      [{ op: 'client-auth', use: 'none' }],
      {
        at: ['introspection'],
        needs: ['introspection'],
        fault: 'client',
        atMost: 'warn',
        why: 'An answer that only says active false gives nothing away.',
      },
    ),
    observes(
      'introspection-by-proof',
      'tells a caller with a proof in place of credentials of no active token',
      'RFC7662-2.1-01',
      [{ op: 'client-auth', use: 'none' }, lines('present')],
      {
        at: ['introspection'],
        needs: ['introspection'],
        why: 'Whoever holds the key of the access token is no authorised caller.',
        checks: [check('RFC7662-2.1-01', { check: 'json-equals', member: 'active', value: false })],
      },
    ),
    observes(
      'introspection-unauthenticated-learns-nothing',
      'tells a caller without credentials of no active token',
      'RFC7662-2.1-01',
      [{ op: 'client-auth', use: 'none' }],
      {
        at: ['introspection'],
        needs: ['introspection'],
        checks: [check('RFC7662-2.1-01', { check: 'json-equals', member: 'active', value: false })],
      },
    ),
  ],
});

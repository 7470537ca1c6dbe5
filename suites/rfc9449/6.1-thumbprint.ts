import { accepts } from '../../src/suite/cases.ts';
import { header, jwk } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * cnf.jkt is the thumbprint of the key of the proof.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-6.1
 */
export const thumbprintsCases: readonly Case[] = [
  accepts({
    id: 'jkt-ec',
    title: 'binds the access token to the RFC 7638 thumbprint of an EC key',
    requirements: ['RFC9449-6.1-02'],
    at: ['token'],
    session: { keyType: 'EC' },
    checks: [
      { requirement: 'RFC9449-6.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC7800-3.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-11.10-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-6.1-02', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3.2-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-rsa',
    title: 'binds the access token to the RFC 7638 thumbprint of an RSA key',
    requirements: ['RFC9449-6.1-02'],
    at: ['token'],
    session: { keyType: 'RSA' },
    checks: [
      { requirement: 'RFC9449-6.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC7800-3.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-11.10-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-6.1-02', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3.2-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-okp',
    title: 'binds the access token to the RFC 7638 thumbprint of an OKP key',
    requirements: ['RFC9449-6.1-02'],
    at: ['token'],
    session: { keyType: 'OKP' },
    checks: [
      { requirement: 'RFC9449-6.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC7800-3.1-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-11.10-01', that: { check: 'cnf-jkt', is: 'well-formed' } },
      { requirement: 'RFC9449-6.1-02', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3.2-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-zero-octet',
    title: 'binds the access token to the thumbprint of a key whose x coordinate begins with a zero octet',
    requirements: ['RFC9449-6.1-02'],
    why: 'RFC 7518 §6.2.1.2 keeps the octet.',
    at: ['token'],
    session: { alg: 'ES256' },
    delta: [{ op: 'key', use: 'zero-x' }],
    checks: [{ requirement: 'RFC9449-6.1-02', that: { check: 'cnf-jkt', is: 'proof-key' } }],
  }),
  accepts({
    id: 'jkt-optional-members',
    title: 'binds the access token to the same thumbprint when jwk has kid, use, alg and a member that nobody knows',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    delta: [header.set('jwk', jwk('extra-members'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-optional-members-rsa',
    title:
      'binds the access token to the same thumbprint when jwk has kid, use, alg and a member that nobody knows beside an RSA key',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('extra-members'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-optional-members-okp',
    title:
      'binds the access token to the same thumbprint when jwk has kid, use, alg and a member that nobody knows beside an Ed25519 key',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwk('extra-members'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-member-order',
    title: 'binds the access token to the same thumbprint when jwk has its members in another order',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    delta: [header.set('jwk', jwk('shuffled'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-member-order-rsa',
    title: 'binds the access token to the same thumbprint when jwk has the members of an RSA key in another order',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('shuffled'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jkt-member-order-okp',
    title: 'binds the access token to the same thumbprint when jwk has the members of an Ed25519 key in another order',
    requirements: ['RFC9449-6.1-03'],
    at: ['token'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwk('shuffled'))],
    checks: [
      { requirement: 'RFC9449-6.1-03', that: { check: 'cnf-jkt', is: 'proof-key' } },
      { requirement: 'RFC7638-3-01', that: { check: 'cnf-jkt', is: 'proof-key' } },
    ],
  }),
  accepts({
    id: 'jwk-optional-members',
    title: 'accepts a proof whose jwk has kid, use, alg and a member that nobody knows',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    delta: [header.set('jwk', jwk('extra-members'))],
  }),
  accepts({
    id: 'jwk-optional-members-rsa',
    title: 'accepts a proof whose jwk has kid, use, alg and a member that nobody knows beside an RSA key',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('extra-members'))],
  }),
  accepts({
    id: 'jwk-member-order',
    title: 'accepts a proof whose jwk has its members in another order',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    delta: [header.set('jwk', jwk('shuffled'))],
  }),
  accepts({
    id: 'jwk-member-order-rsa',
    title: 'accepts a proof whose jwk has the members of an RSA key in another order',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('shuffled'))],
  }),
  accepts({
    id: 'jwk-optional-members-okp',
    title: 'accepts a proof whose jwk has kid, use, alg and a member that nobody knows beside an Ed25519 key',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwk('extra-members'))],
  }),
  accepts({
    id: 'jwk-member-order-okp',
    title: 'accepts a proof whose jwk has the members of an Ed25519 key in another order',
    requirements: ['RFC9449-6.1-04'],
    at: ['resource'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwk('shuffled'))],
  }),
];

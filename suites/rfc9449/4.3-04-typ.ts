import { observes, rejects } from '../../src/suite/cases.ts';
import { claim, header } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 4: typ says that the JWT is a proof.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const typCases: readonly Case[] = [
  rejects({
    id: 'typ-missing',
    title: 'rejects a proof without typ',
    requirements: ['RFC9449-4.3-04a'],
    delta: [header.remove('typ')],
  }),
  rejects({
    id: 'typ-jwt',
    title: 'rejects a proof whose typ is JWT',
    requirements: ['RFC9449-4.3-04b', 'RFC9449-11.5-01', 'RFC8725-3.11-01'],
    why: 'Any JWT that the client signs for another purpose could then serve as a proof.',
    each: true,
    delta: [header.set('typ', 'JWT')],
  }),
  rejects({
    id: 'typ-at-jwt',
    title: 'rejects a proof whose typ is at+jwt',
    requirements: ['RFC9449-4.3-04b', 'RFC9449-11.5-01', 'RFC8725-3.11-01'],
    delta: [header.set('typ', 'at+jwt')],
  }),
  rejects({
    id: 'typ-dpop-jwtx',
    title: 'rejects a proof whose typ is dpop+jwtx',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'dpop+jwtx')],
  }),
  rejects({
    id: 'typ-xdpop-jwt',
    title: 'rejects a proof whose typ is xdpop+jwt',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'xdpop+jwt')],
  }),
  rejects({
    id: 'typ-dpop',
    title: 'rejects a proof whose typ is dpop',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'dpop')],
  }),
  rejects({
    id: 'typ-dpop-space-jwt',
    title: 'rejects a proof whose typ is dpop jwt',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'dpop jwt')],
  }),
  rejects({
    id: 'typ-dpop-jws',
    title: 'rejects a proof whose typ is dpop+jws',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'dpop+jws')],
  }),
  rejects({
    id: 'typ-request-object',
    title: 'rejects a proof whose typ is oauth-authz-req+jwt',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'oauth-authz-req+jwt')],
  }),
  rejects({
    id: 'typ-leading-space',
    title: 'rejects a proof whose typ begins with a space',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', ' dpop+jwt')],
  }),
  rejects({
    id: 'typ-jwt-lower',
    title: 'rejects a proof whose typ is jwt',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'jwt')],
  }),
  rejects({
    id: 'typ-empty',
    title: 'rejects a proof whose typ is empty',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', '')],
  }),
  rejects({
    id: 'typ-null',
    title: 'rejects a proof whose typ is null',
    requirements: ['RFC9449-4.3-04a'],
    delta: [header.set('typ', null)],
  }),
  rejects({
    id: 'typ-number',
    title: 'rejects a proof whose typ is a number',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 1)],
  }),
  rejects({
    id: 'typ-boolean',
    title: 'rejects a proof whose typ is true',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', true)],
  }),
  rejects({
    id: 'typ-array',
    title: 'rejects a proof whose typ is an array that holds dpop+jwt',
    requirements: ['RFC9449-4.3-04b'],
    atMost: 'warn',
    delta: [header.set('typ', ['dpop+jwt'])],
  }),
  rejects({
    id: 'typ-in-payload',
    title: 'rejects a proof that has its typ in the payload only',
    requirements: ['RFC9449-4.3-04a'],
    delta: [header.remove('typ'), claim.set('typ', 'dpop+jwt')],
  }),
  observes({
    id: 'typ-application',
    title: 'may accept a proof whose typ is application/dpop+jwt',
    requirements: ['RFC9449-4.3-04c'],
    delta: [header.set('typ', 'application/dpop+jwt')],
  }),
  observes({
    id: 'typ-upper',
    title: 'may accept a proof whose typ is DPOP+JWT',
    requirements: ['RFC9449-4.3-04c'],
    delta: [header.set('typ', 'DPOP+JWT')],
  }),
];

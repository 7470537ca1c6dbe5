import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { claim, htu } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 9: query and fragment do not count.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const queryCases: readonly Case[] = [
  accepts({
    id: 'htu-without-request-query',
    title: 'accepts a proof whose htu leaves out the query of the request',
    requirements: ['RFC9449-4.3-09f'],
    at: ['resource'],
    fault: 'proof',
    each: true,
    delta: [{ op: 'query', value: 'proofmark=1' }],
  }),
  rejects({
    id: 'htu-other-path-beside-query',
    title: 'rejects a proof for another path when the request has a query',
    requirements: ['RFC9449-4.3-09a'],
    at: ['resource'],
    with: [{ op: 'query', value: 'proofmark=1' }],
    delta: [claim.set('htu', htu('other-path'))],
  }),
  observes({
    id: 'htu-with-request-query',
    title: 'may accept a proof whose htu has the query of the request',
    requirements: ['RFC9449-4.3-09g'],
    at: ['resource'],
    delta: [{ op: 'query', value: 'proofmark=1' }, claim.set('htu', htu('request-query'))],
  }),
  observes({
    id: 'htu-query',
    title: 'may accept a proof whose htu has a query',
    requirements: ['RFC9449-4.3-09g'],
    delta: [claim.set('htu', htu('query'))],
  }),
  observes({
    id: 'htu-fragment',
    title: 'may accept a proof whose htu has a fragment',
    requirements: ['RFC9449-4.3-09g'],
    delta: [claim.set('htu', htu('fragment'))],
  }),
  observes({
    id: 'htu-query-fragment',
    title: 'may accept a proof whose htu has query and fragment',
    requirements: ['RFC9449-4.3-09g'],
    delta: [claim.set('htu', htu('query', 'fragment'))],
  }),
  observes({
    id: 'htu-userinfo',
    title: 'may accept a proof whose htu has user information',
    requirements: ['RFC9449-4.3-09j'],
    delta: [claim.set('htu', htu('userinfo'))],
  }),
];

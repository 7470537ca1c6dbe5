import { accepts, observes } from '../../src/suite/cases.ts';
import { claim, htu } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Spellings of htu that RFC 3986 holds equal.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 and https://www.rfc-editor.org/rfc/rfc3986.html#section-6.2.2
 */
export const normalisationCases: readonly Case[] = [
  accepts({
    id: 'htu-upper-scheme',
    title: 'accepts a proof whose htu has the scheme in upper case',
    requirements: ['RFC9449-4.3-13a'],
    each: true,
    delta: [claim.set('htu', htu('upper-scheme'))],
  }),
  accepts({
    id: 'htu-upper-host',
    title: 'accepts a proof whose htu has the host in upper case',
    requirements: ['RFC9449-4.3-13a'],
    each: true,
    delta: [claim.set('htu', htu('upper-host'))],
  }),
  accepts({
    id: 'htu-upper-origin',
    title: 'accepts a proof whose htu has scheme and host in upper case',
    requirements: ['RFC9449-4.3-13a'],
    each: true,
    delta: [claim.set('htu', htu('upper-host', 'upper-scheme'))],
  }),
  accepts({
    id: 'htu-default-port',
    title: 'accepts a proof whose htu spells out or leaves out the default port',
    requirements: ['RFC9449-4.3-13b'],
    each: true,
    delta: [claim.set('htu', htu('default-port'))],
  }),
  accepts({
    id: 'htu-percent-letter',
    title: 'accepts a proof whose htu has a letter percent-encoded',
    requirements: ['RFC9449-4.3-13c'],
    each: true,
    delta: [claim.set('htu', htu('percent-unreserved'))],
  }),
  accepts({
    id: 'htu-lower-hex',
    title: 'accepts a proof whose htu has percent-encodings in lower case',
    requirements: ['RFC9449-4.3-13c'],
    each: true,
    delta: [claim.set('htu', htu('lower-hex'))],
  }),
  accepts({
    id: 'htu-dot-segments',
    title: 'accepts a proof whose htu has dot segments',
    requirements: ['RFC9449-4.3-13d'],
    each: true,
    delta: [claim.set('htu', htu('dot-segments'))],
  }),
  accepts({
    id: 'htu-empty-path',
    title: 'accepts a proof whose htu leaves out the slash of an empty path',
    requirements: ['RFC9449-4.3-13e'],
    each: true,
    delta: [claim.set('htu', htu('empty-path'))],
  }),
  accepts({
    id: 'htu-reserved-as-sent',
    title: 'accepts a proof whose htu has a reserved character percent-encoded, as the request has it',
    requirements: ['RFC9449-4.3-09l'],
    at: ['resource'],
    each: true,
    delta: [{ op: 'path', edit: 'reserved' }],
  }),
  observes({
    id: 'htu-reserved-decoded',
    title: 'may accept a proof whose htu has a reserved character decoded',
    requirements: ['RFC9449-4.3-09k'],
    at: ['resource'],
    each: true,
    delta: [claim.set('htu', htu('decode-reserved'))],
  }),
  accepts({
    id: 'htu-unreserved-as-sent',
    title: 'accepts a proof whose htu has an unreserved character as the request has it',
    requirements: ['RFC9449-4.3-09l'],
    at: ['resource'],
    each: true,
    delta: [{ op: 'path', edit: 'unreserved' }],
  }),
];

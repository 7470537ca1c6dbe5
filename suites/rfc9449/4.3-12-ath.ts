import { rejects } from '../../src/suite/cases.ts';
import { ath, athOf, claim } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 12: ath is the hash of the access token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 and section 7
 */
export const athCases: readonly Case[] = [
  rejects({
    id: 'ath-missing',
    title: 'rejects a proof without ath',
    requirements: ['RFC9449-4.3-12a', 'RFC9449-7-03'],
    why: 'Such a proof would serve any access token bound to the key.',
    at: ['resource'],
    each: true,
    delta: [claim.remove('ath')],
  }),
  rejects({
    id: 'ath-null',
    title: 'rejects a proof whose ath is null',
    requirements: ['RFC9449-4.3-12a'],
    at: ['resource'],
    delta: [claim.set('ath', null)],
  }),
  rejects({
    id: 'ath-empty',
    title: 'rejects a proof whose ath is empty',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('empty'))],
  }),
  rejects({
    id: 'ath-number',
    title: 'rejects a proof whose ath is a number',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', 0)],
  }),
  rejects({
    id: 'ath-boolean',
    title: 'rejects a proof whose ath is true',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    why: 'A loose comparison holds true equal to any text.',
    at: ['resource'],
    delta: [claim.set('ath', true)],
  }),
  rejects({
    id: 'ath-array',
    title: 'rejects a proof whose ath is an array that holds the right value',
    requirements: ['RFC9449-4.3-12c'],
    at: ['resource'],
    atMost: 'warn',
    delta: [claim.set('ath', [ath()])],
  }),
  rejects({
    id: 'ath-of-sibling-token',
    title: 'rejects a proof whose ath is of another access token of the same key',
    requirements: ['RFC9449-4.3-12b', 'RFC9449-7-03'],
    at: ['resource'],
    each: true,
    delta: [claim.set('ath', athOf('sibling'))],
  }),
  rejects({
    id: 'ath-of-nobody',
    title: 'rejects a proof whose ath is of a token that nobody issued',
    requirements: ['RFC9449-4.3-12b', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', athOf('garbage'))],
  }),
  rejects({
    id: 'ath-literal',
    title: 'rejects a proof whose ath is the one printed in RFC 9449',
    requirements: ['RFC9449-4.3-12b', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo')],
  }),
  rejects({
    id: 'ath-prefix',
    title: 'rejects a proof whose ath is only the beginning of the hash',
    requirements: ['RFC9449-4.3-12b', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('prefix'))],
  }),
  rejects({
    id: 'ath-upper',
    title: 'rejects a proof whose ath is the hash in upper case',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('upper'))],
  }),
  rejects({
    id: 'ath-lower',
    title: 'rejects a proof whose ath is the hash in lower case',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('lower'))],
  }),
  rejects({
    id: 'ath-last-changed',
    title: 'rejects a proof whose ath has its last character changed',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('flip-last'))],
  }),
  rejects({
    id: 'ath-raw-token',
    title: 'rejects a proof whose ath is the access token itself',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('raw-token'))],
  }),
  rejects({
    id: 'ath-hex',
    title: 'rejects a proof whose ath is the hash in hexadecimal',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('hex'))],
  }),
  rejects({
    id: 'ath-sha512',
    title: 'rejects a proof whose ath is a SHA-512 hash',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('sha512'))],
  }),
  rejects({
    id: 'ath-sha384',
    title: 'rejects a proof whose ath is a SHA-384 hash',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('sha384'))],
  }),
  rejects({
    id: 'ath-sha1',
    title: 'rejects a proof whose ath is a SHA-1 hash',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    at: ['resource'],
    delta: [claim.set('ath', ath('sha1'))],
  }),
  rejects({
    id: 'ath-left-half',
    title: 'rejects a proof whose ath is the left half of the hash',
    requirements: ['RFC9449-4.3-12c', 'RFC9449-7-03'],
    why: 'OpenID Connect makes at_hash that way.',
    at: ['resource'],
    delta: [claim.set('ath', ath('left-half'))],
  }),
  rejects({
    id: 'ath-padded',
    title: 'rejects a proof whose ath is padded with =',
    requirements: ['RFC9449-4.3-12d'],
    at: ['resource'],
    delta: [claim.set('ath', ath('padded'))],
  }),
  rejects({
    id: 'ath-base64',
    title: 'rejects a proof whose ath is in the standard base64 alphabet',
    requirements: ['RFC9449-4.3-12d'],
    at: ['resource'],
    delta: [claim.set('ath', ath('base64'))],
  }),
];

import { observes, rejects } from '../../src/suite/cases.ts';
import { asPlaces, claim, header, htu, lines, otherMethod } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Large and deep values, and texts with a meaning in other programs. A server may refuse most of them. Only a server
 * error, a reset or silence is a fault.
 */
export const sizesAndTextsCases: readonly Case[] = [
  observes({
    id: 'claim-deep',
    title: 'may refuse a claim nested 2000 deep',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', { $: 'nested', depth: 2000 })],
  }),
  observes({
    id: 'header-deep',
    title: 'may refuse a header member nested 2000 deep',
    requirements: ['PM-ROBUST'],
    delta: [header.set('proofmark', { $: 'nested', depth: 2000 })],
  }),
  observes({
    id: 'jti-deep',
    title: 'may refuse a jti nested 500 deep',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', { $: 'nested', depth: 500 })],
  }),
  observes({
    id: 'claim-large',
    title: 'may refuse a proof of six KiB',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', { $: 'repeat', text: 'a', times: 4000 })],
  }),
  observes({
    id: 'claim-huge',
    title: 'may refuse a proof of a hundred KiB',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', { $: 'repeat', text: 'a', times: 75_000 })],
  }),
  observes({
    id: 'jti-8-kib',
    title: 'may refuse a proof whose jti has eight KiB',
    requirements: ['RFC9449-11.1-04'],
    delta: [claim.set('jti', { $: 'repeat', text: 'a', times: 8192 })],
  }),
  observes({
    id: 'jti-64-kib',
    title: 'may refuse a proof whose jti has sixty-four KiB',
    requirements: ['RFC9449-11.1-04'],
    delta: [claim.set('jti', { $: 'repeat', text: 'a', times: 65_536 })],
  }),
  rejects({
    id: 'fifty-fields',
    title: 'rejects fifty DPoP fields of which the first is a proof',
    requirements: ['RFC9449-4.3-01a'],
    delta: [lines('fifty')],
  }),
  observes({
    id: 'many-fields',
    title: 'may refuse a request with two hundred fields more',
    requirements: ['PM-ROBUST'],
    delta: [{ op: 'many-fields', count: 200 }],
  }),
  observes({
    id: 'jti-nul',
    title: 'may refuse a jti with a NUL in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', 'a\u0000b')],
  }),
  observes({
    id: 'jti-control',
    title: 'may refuse a jti with control characters in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', '\u0001\u001b[31m\r\n\u007f')],
  }),
  observes({
    id: 'jti-surrogate',
    title: 'may refuse a jti with half a surrogate pair in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', 'a\ud800b')],
  }),
  observes({
    id: 'jti-format',
    title: 'may refuse a jti with marks of direction in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', '\u202e\u200b\ufeff')],
  }),
  observes({
    id: 'jti-expression',
    title: 'may refuse a jti with what templates and databases give a meaning to',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', '${7*7}{{7*7}}\'"--;<x>%00%n')],
  }),
  observes({
    id: 'jti-path',
    title: 'may refuse a jti with a path that leads upwards',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('jti', '../../../../etc/passwd\u0000')],
  }),
  observes({
    id: 'claim-nul',
    title: 'may refuse an unknown claim with a NUL in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', 'a\u0000b')],
  }),
  observes({
    id: 'claim-control',
    title: 'may refuse an unknown claim with control characters in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', '\u0001\u001b[31m\r\n\u007f')],
  }),
  observes({
    id: 'claim-surrogate',
    title: 'may refuse an unknown claim with half a surrogate pair in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', 'a\ud800b')],
  }),
  observes({
    id: 'claim-format',
    title: 'may refuse an unknown claim with marks of direction in it',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', '\u202e\u200b\ufeff')],
  }),
  observes({
    id: 'claim-expression',
    title: 'may refuse an unknown claim with what templates and databases give a meaning to',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', '${7*7}{{7*7}}\'"--;<x>%00%n')],
  }),
  observes({
    id: 'claim-path',
    title: 'may refuse an unknown claim with a path that leads upwards',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('proofmark', '../../../../etc/passwd\u0000')],
  }),
  observes({
    id: 'kid-nul',
    title: 'may refuse a kid with a NUL in it',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', 'a\u0000b')],
  }),
  observes({
    id: 'kid-control',
    title: 'may refuse a kid with control characters in it',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', '\u0001\u001b[31m\r\n\u007f')],
  }),
  observes({
    id: 'kid-surrogate',
    title: 'may refuse a kid with half a surrogate pair in it',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', 'a\ud800b')],
  }),
  observes({
    id: 'kid-format',
    title: 'may refuse a kid with marks of direction in it',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', '\u202e\u200b\ufeff')],
  }),
  observes({
    id: 'kid-expression',
    title: 'may refuse a kid with what templates and databases give a meaning to',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', '${7*7}{{7*7}}\'"--;<x>%00%n')],
  }),
  observes({
    id: 'kid-path',
    title: 'may refuse a kid with a path that leads upwards',
    requirements: ['PM-ROBUST'],
    delta: [header.set('kid', '../../../../etc/passwd\u0000')],
  }),
  rejects({
    id: 'htm-nul',
    title: 'rejects a proof whose htm has a NUL behind the method',
    requirements: ['RFC9449-4.3-08a'],
    at: asPlaces,
    delta: [claim.set('htm', 'POST\u0000')],
  }),
  rejects({
    id: 'typ-nul',
    title: 'rejects a proof whose typ has a NUL behind it',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', 'dpop+jwt\u0000')],
  }),
  rejects({
    id: 'typ-fullwidth',
    title: 'rejects a typ whose first letter is a fullwidth one',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', '\uff44pop+jwt')],
  }),
  rejects({
    id: 'typ-object',
    title: 'rejects a proof whose typ is an object',
    requirements: ['RFC9449-4.3-04b'],
    delta: [header.set('typ', {})],
  }),
  rejects({
    id: 'alg-object',
    title: 'rejects a proof whose alg is an object',
    requirements: ['RFC9449-4.3-05e'],
    delta: [header.set('alg', {})],
  }),
  rejects({
    id: 'alg-boolean',
    title: 'rejects a proof whose alg is true',
    requirements: ['RFC9449-4.3-05e'],
    delta: [header.set('alg', true)],
  }),
  rejects({
    id: 'alg-prototype',
    title: 'rejects a proof whose alg is constructor',
    requirements: ['RFC9449-4.3-05e'],
    why: 'Looked up in an object by its name, it is found.',
    delta: [header.set('alg', 'constructor')],
  }),
  rejects({
    id: 'htm-fullwidth',
    title: 'rejects an htm whose first letter is a fullwidth one',
    requirements: ['RFC9449-4.3-08a'],
    atMost: 'warn',
    delta: [claim.set('htm', otherMethod('fullwidth'))],
  }),
  rejects({
    id: 'htm-long-s',
    title: 'rejects an htm with a long s, which is S in upper case',
    requirements: ['RFC9449-4.3-08a'],
    atMost: 'warn',
    delta: [claim.set('htm', otherMethod('long-s'))],
  }),
  rejects({
    id: 'htu-fullwidth-path',
    title: 'rejects an htu whose path has a fullwidth letter',
    requirements: ['RFC9449-4.3-09h'],
    delta: [claim.set('htu', htu('fullwidth-path'))],
  }),
  observes({
    id: 'htu-fullwidth-host',
    title: 'may refuse an htu whose host has a fullwidth letter or digit',
    requirements: ['RFC9449-4.3-09j'],
    why: 'No URI of RFC 3986, but the URL parsers of browsers find the very host (UTS 46).',
    delta: [claim.set('htu', htu('fullwidth-host'))],
  }),
];

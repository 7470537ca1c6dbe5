import type { Op, OpOf } from '../src/plan/ops.ts';
import type { HtuEdit, PlanValue } from '../src/plan/values.ts';
import {
  accepts,
  byAge,
  claim,
  header,
  htu,
  lines,
  now,
  observes,
  otherMethod,
  proofPlaces,
  rejects,
  sequence,
} from '../src/suite/define.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

/** Both answers will do; only a server error, a reset or silence is held against the server. */
function survives(id: string, what: string, delta: Op[], why?: string): Case {
  return observes(id, `may refuse ${what}`, 'PM-ROBUST', delta, why === undefined ? {} : { why });
}

function text(value: string): PlanValue {
  return { $: 'json-text', text: value };
}

const python = 'Some parsers of JSON take this word for a number, and then no comparison holds.';

/** No JSON number at all, whatever a parser makes of it. */
function noNumber(id: string, word: string): Case {
  return rejects(
    id,
    `rejects a proof whose iat is the bare word ${word}`,
    'RFC9449-4.3-02b',
    [claim.set('iat', text(word))],
    {
      needs: ['nonce-not-required'],
      why: python,
    },
  );
}

/** A number that is no time at all, or one far ahead or long ago. */
function noTime(id: string, number: string, requirement: 'RFC9449-4.3-11a' | 'RFC9449-4.3-11f'): Case {
  return rejects(id, `rejects a proof whose iat is ${number}`, requirement, [claim.set('iat', text(number))], {
    ...byAge,
  });
}

function sameNumber(id: string, how: string, as: 'decimal' | 'exponent'): Case {
  return observes(
    id,
    `may refuse an iat that is written ${how}`,
    'RFC9449-4.3-11e',
    [claim.set('iat', { $: 'now', plus: 0, as })],
    { why: 'RFC 8259 §6: the same number in another notation; RFC 7519 §2 asks for a number.' },
  );
}

function notJson(part: 'header' | 'payload', edit: OpOf<'json'>['edit'], what: string): Case {
  return rejects(
    `${part}-${edit}`,
    `rejects a proof whose ${part} ${what}`,
    'RFC9449-4.3-02b',
    [{ op: 'json', part, edit }],
    {
      atMost: 'warn',
    },
  );
}

/** An HTTP server may refuse such octets before anybody looks for a proof (RFC 9110 §5.5). */
const byHttp = { fault: 'request' } as const;

function oddText(
  id: string,
  what: string,
  edit: OpOf<'segments'>['edit'],
  options: { readonly fault?: 'request' } = {},
): Case {
  return rejects(id, `rejects a proof ${what}`, 'RFC9449-4.3-02d', [{ op: 'segments', edit }], {
    atMost: 'warn',
    ...options,
  });
}

function longJti(id: string, what: string, times: number): Case {
  return observes(id, `may refuse a proof whose jti has ${what}`, 'RFC9449-11.1-04', [
    claim.set('jti', { $: 'repeat', text: 'a', times }),
  ]);
}

const strange: readonly (readonly [slug: string, what: string, value: PlanValue])[] = [
  ['nul', 'a NUL in it', 'a\u0000b'],
  ['control', 'control characters in it', '\u0001\u001b[31m\r\n\u007f'],
  ['surrogate', 'half a surrogate pair in it', 'a\ud800b'],
  ['format', 'marks of direction in it', '\u202e\u200b\ufeff'],
  ['expression', 'what templates and databases give a meaning to', '${7*7}{{7*7}}\'"--;<x>%00%n'],
  ['path', 'a path that leads upwards', '../../../../etc/passwd\u0000'],
];

/** Names that every object of JavaScript has, with values that a careless merge would make those of every object. */
function polluting(name: string, members: Readonly<Record<string, PlanValue>>): PlanValue {
  return name === '__proto__' ? members : { prototype: members };
}

const polluted = 'A merge that follows this name changes every object of the process.';

function pollutes(slug: string, name: string): readonly Case[] {
  return [
    rejects(
      `typ-in-${slug}`,
      `rejects a proof that has its typ in ${name} only`,
      'RFC9449-4.3-04a',
      [header.remove('typ'), header.set(name, polluting(name, { typ: 'dpop+jwt' }))],
      { why: polluted },
    ),
    rejects(
      `jti-in-${slug}`,
      `rejects a proof that has its jti in ${name} only`,
      'RFC9449-4.3-03a',
      [claim.remove('jti'), claim.set(name, polluting(name, { jti: { $: 'random', bytes: 16 } }))],
      { why: polluted },
    ),
    sequence(
      `typ-left-out-after-${slug}`,
      `rejects a proof without typ after one with typ in ${name}`,
      'RFC9449-4.3-04a',
      [
        { delta: [header.set(name, polluting(name, { typ: 'dpop+jwt' }))], expect: 'observe' },
        { delta: [header.remove('typ')], expect: 'refuse' },
      ],
      { fault: 'proof', destructive: true, why: polluted },
    ),
  ];
}

function lookalike(id: string, title: string, requirement: string, edit: HtuEdit, at: Case['at'] = proofPlaces): Case {
  return rejects(id, title, requirement, [claim.set('htu', htu(edit))], { at });
}

/** What no client sends. Beside the refusals that the rules ask for: nothing in a proof brings the server down. */
export const robustness = defineSuite({
  id: 'robustness',
  title: 'Odd numbers, texts and sizes',
  section: 'RFC 9449 §4.3',
  cases: [
    survives('claim-deep', 'a claim nested 2000 deep', [claim.set('proofmark', { $: 'nested', depth: 2000 })]),
    survives('header-deep', 'a header member nested 2000 deep', [
      header.set('proofmark', { $: 'nested', depth: 2000 }),
    ]),
    survives('jti-deep', 'a jti nested 500 deep', [claim.set('jti', { $: 'nested', depth: 500 })]),
    survives('claim-large', 'a proof of six KiB', [claim.set('proofmark', { $: 'repeat', text: 'a', times: 4000 })]),
    survives('claim-huge', 'a proof of a hundred KiB', [
      claim.set('proofmark', { $: 'repeat', text: 'a', times: 75_000 }),
    ]),
    longJti('jti-8-kib', 'eight KiB', 8192),
    longJti('jti-64-kib', 'sixty-four KiB', 65_536),
    rejects('fifty-fields', 'rejects fifty DPoP fields of which the first is a proof', 'RFC9449-4.3-01a', [
      lines('fifty'),
    ]),
    survives('many-fields', 'a request with two hundred fields more', [{ op: 'many-fields', count: 200 }]),

    ...strange.map(([slug, what, value]) => survives(`jti-${slug}`, `a jti with ${what}`, [claim.set('jti', value)])),
    ...strange.map(([slug, what, value]) =>
      survives(`claim-${slug}`, `an unknown claim with ${what}`, [claim.set('proofmark', value)]),
    ),
    ...strange.map(([slug, what, value]) => survives(`kid-${slug}`, `a kid with ${what}`, [header.set('kid', value)])),
    rejects(
      'htm-nul',
      'rejects a proof whose htm has a NUL behind the method',
      'RFC9449-4.3-08a',
      [claim.set('htm', 'POST\u0000')],
      { at: ['token', 'par'] },
    ),
    rejects('typ-nul', 'rejects a proof whose typ has a NUL behind it', 'RFC9449-4.3-04b', [
      header.set('typ', 'dpop+jwt\u0000'),
    ]),

    rejects('typ-fullwidth', 'rejects a typ whose first letter is a fullwidth one', 'RFC9449-4.3-04b', [
      header.set('typ', '\uff44pop+jwt'),
    ]),
    rejects('typ-object', 'rejects a proof whose typ is an object', 'RFC9449-4.3-04b', [header.set('typ', {})]),
    rejects('alg-object', 'rejects a proof whose alg is an object', 'RFC9449-4.3-05e', [header.set('alg', {})]),
    rejects('alg-boolean', 'rejects a proof whose alg is true', 'RFC9449-4.3-05e', [header.set('alg', true)]),
    rejects(
      'alg-prototype',
      'rejects a proof whose alg is constructor',
      'RFC9449-4.3-05e',
      [header.set('alg', 'constructor')],
      {
        why: 'Looked up in an object by its name, it is found.',
      },
    ),
    rejects(
      'htm-fullwidth',
      'rejects an htm whose first letter is a fullwidth one',
      'RFC9449-4.3-08a',
      [claim.set('htm', otherMethod('fullwidth'))],
      { atMost: 'warn' },
    ),
    rejects(
      'htm-long-s',
      'rejects an htm with a long s, which is S in upper case',
      'RFC9449-4.3-08a',
      [claim.set('htm', otherMethod('long-s'))],
      { atMost: 'warn' },
    ),
    lookalike(
      'htu-fullwidth-path',
      'rejects an htu whose path has a fullwidth letter',
      'RFC9449-4.3-09h',
      'fullwidth-path',
    ),
    observes(
      'htu-fullwidth-host',
      'may refuse an htu whose host has a fullwidth letter or digit',
      'RFC9449-4.3-09j',
      [claim.set('htu', htu('fullwidth-host'))],
      { why: 'No URI of RFC 3986, but the URL parsers of browsers find the very host (UTS 46).' },
    ),

    noNumber('iat-nan', 'NaN'),
    noNumber('iat-infinity', 'Infinity'),
    noNumber('iat-minus-infinity', '-Infinity'),
    noTime('iat-1e400', '1e400', 'RFC9449-4.3-11f'),
    noTime('iat-2-to-the-53', '9007199254740993', 'RFC9449-4.3-11f'),
    noTime('iat-2-to-the-64', '18446744073709551616', 'RFC9449-4.3-11f'),
    rejects(
      'iat-long',
      'rejects a proof whose iat has a thousand digits',
      'RFC9449-4.3-11f',
      [claim.set('iat', text(`1${'0'.repeat(1000)}`))],
      byAge,
    ),
    noTime('iat-minus-1e400', '-1e400', 'RFC9449-4.3-11a'),
    noTime('iat-1e3', '1e3', 'RFC9449-4.3-11a'),
    noTime('iat-minus-zero', '-0', 'RFC9449-4.3-11a'),
    rejects('iat-nested-exponent', 'rejects a proof whose iat is 1e9e0', 'RFC9449-4.3-02b', [
      claim.set('iat', text('1e9e0')),
    ]),
    rejects('iat-hexadecimal', 'rejects a proof whose iat is written as 0x6554a0f0', 'RFC9449-4.3-02b', [
      claim.set('iat', text('0x6554a0f0')),
    ]),
    sameNumber('iat-decimal', 'with .0', 'decimal'),
    sameNumber('iat-exponent', 'in scientific notation', 'exponent'),
    survives('exp-1e400', 'an exp of 1e400', [claim.set('exp', text('1e400'))]),

    ...(['header', 'payload'] as const).flatMap((part) => [
      notJson(part, 'trailing-nul', 'has a NUL behind its JSON'),
      notJson(part, 'trailing-comma', 'has a comma before its last brace'),
      notJson(part, 'comment', 'has a comment behind its JSON'),
      notJson(part, 'single-quotes', 'has its strings in single quotes'),
    ]),
    oddText('proof-bom', 'with a byte order mark before it', 'bom'),
    oddText('proof-nul', 'with a NUL octet behind it', 'nul', byHttp),
    oddText('proof-control', 'with a control octet in it', 'control', byHttp),
    oddText('proof-folded', 'that goes on in a second line', 'folded', byHttp),
    accepts(
      'proof-outer-space',
      'accepts a proof with blanks around it in the field',
      'RFC9449-4.1-01',
      [{ op: 'segments', edit: 'outer-space' }],
      { why: 'RFC 9110 §5.5: white space around a field value is no part of it.', atMost: 'warn' },
    ),

    ...pollutes('proto', '__proto__'),
    ...pollutes('constructor', 'constructor'),
    survives('claim-to-string', 'claims named as the methods of objects', [
      claim.set('toString', 1),
      claim.set('valueOf', null),
      claim.set('hasOwnProperty', true),
    ]),
    survives('header-to-json', 'header members named as the methods of objects', [
      header.set('toJSON', 1),
      header.set('then', 'x'),
      header.set('length', -1),
    ]),

    observes('crit-null', 'may refuse a proof whose crit is null', 'RFC7515-4.1.11-01', [header.set('crit', null)]),
    observes('crit-number', 'may refuse a proof whose crit is a number', 'RFC7515-4.1.11-01', [header.set('crit', 1)]),
    rejects(
      'crit-mixed',
      'rejects a proof whose crit names things that are no names',
      'RFC7515-4.1.11-01',
      [header.set('crit', [null, 1, {}])],
      { atMost: 'warn' },
    ),
    survives(
      'zip',
      'a proof whose header says zip',
      [header.set('zip', 'DEF')],
      'The word belongs to JWE (RFC 7516 §4.1.3).',
    ),
    survives('b64-true', 'a proof with b64 true', [header.set('b64', true)]),
    survives('x5c-garbage', 'a proof with an x5c that is no certificate', [
      header.set('x5c', ['AAAA', 'not base64 !']),
    ]),
    survives('x5c-mistyped', 'a proof whose x5c is an object', [header.set('x5c', { length: 1e9 })]),
    survives('x5t', 'a proof with an x5t of nothing', [header.set('x5t', ''), header.set('x5t#S256', 1)]),
    survives('cty-jwt', 'a proof whose cty says that another JWT is inside', [header.set('cty', 'JWT')]),
    observes('exp-mistyped', 'may refuse a proof whose exp is an object', 'RFC7519-4.1.4-02', [claim.set('exp', {})]),
    survives('iat-duplicate-huge', 'a proof with an unknown claim given twice', [
      claim.set('proofmark', now(0)),
      {
        op: 'duplicate-member',
        part: 'payload',
        name: 'proofmark',
        value: { $: 'nested', depth: 200 },
        position: 'last',
      },
    ]),
  ],
});

import { observes, rejects } from '../../src/suite/cases.ts';
import { byAge, claim, jsonText, now } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/** Text that is no number, and numbers that are no time. */
export const numbersCases: readonly Case[] = [
  // The text is no JSON number, whatever a parser makes of it.
  rejects({
    id: 'iat-nan',
    title: 'rejects a proof whose iat is the bare word NaN',
    requirements: ['RFC9449-4.3-02b'],
    why: 'Some parsers of JSON take this word for a number, and then no comparison holds.',
    needs: ['nonce-not-required'],
    delta: [claim.set('iat', jsonText('NaN'))],
  }),
  rejects({
    id: 'iat-infinity',
    title: 'rejects a proof whose iat is the bare word Infinity',
    requirements: ['RFC9449-4.3-02b'],
    why: 'Some parsers of JSON take this word for a number, and then no comparison holds.',
    needs: ['nonce-not-required'],
    delta: [claim.set('iat', jsonText('Infinity'))],
  }),
  rejects({
    id: 'iat-minus-infinity',
    title: 'rejects a proof whose iat is the bare word -Infinity',
    requirements: ['RFC9449-4.3-02b'],
    why: 'Some parsers of JSON take this word for a number, and then no comparison holds.',
    needs: ['nonce-not-required'],
    delta: [claim.set('iat', jsonText('-Infinity'))],
  }),

  // The number is no time, or a time far ahead or long ago.
  rejects({
    id: 'iat-1e400',
    title: 'rejects a proof whose iat is 1e400',
    requirements: ['RFC9449-4.3-11f'],
    ...byAge,
    delta: [claim.set('iat', jsonText('1e400'))],
  }),
  rejects({
    id: 'iat-2-to-the-53',
    title: 'rejects a proof whose iat is 9007199254740993',
    requirements: ['RFC9449-4.3-11f'],
    ...byAge,
    delta: [claim.set('iat', jsonText('9007199254740993'))],
  }),
  rejects({
    id: 'iat-2-to-the-64',
    title: 'rejects a proof whose iat is 18446744073709551616',
    requirements: ['RFC9449-4.3-11f'],
    ...byAge,
    delta: [claim.set('iat', jsonText('18446744073709551616'))],
  }),
  rejects({
    id: 'iat-long',
    title: 'rejects a proof whose iat has a thousand digits',
    requirements: ['RFC9449-4.3-11f'],
    ...byAge,
    delta: [claim.set('iat', jsonText(`1${'0'.repeat(1000)}`))],
  }),
  rejects({
    id: 'iat-minus-1e400',
    title: 'rejects a proof whose iat is -1e400',
    requirements: ['RFC9449-4.3-11a'],
    ...byAge,
    delta: [claim.set('iat', jsonText('-1e400'))],
  }),
  rejects({
    id: 'iat-1e3',
    title: 'rejects a proof whose iat is 1e3',
    requirements: ['RFC9449-4.3-11a'],
    ...byAge,
    delta: [claim.set('iat', jsonText('1e3'))],
  }),
  rejects({
    id: 'iat-minus-zero',
    title: 'rejects a proof whose iat is -0',
    requirements: ['RFC9449-4.3-11a'],
    ...byAge,
    delta: [claim.set('iat', jsonText('-0'))],
  }),
  rejects({
    id: 'iat-nested-exponent',
    title: 'rejects a proof whose iat is 1e9e0',
    requirements: ['RFC9449-4.3-02b'],
    delta: [claim.set('iat', jsonText('1e9e0'))],
  }),
  rejects({
    id: 'iat-hexadecimal',
    title: 'rejects a proof whose iat is written as 0x6554a0f0',
    requirements: ['RFC9449-4.3-02b'],
    delta: [claim.set('iat', jsonText('0x6554a0f0'))],
  }),
  observes({
    id: 'iat-decimal',
    title: 'may refuse an iat that is written with .0',
    requirements: ['RFC9449-4.3-11e'],
    why: 'RFC 8259 §6: the same number in another notation; RFC 7519 §2 asks for a number.',
    delta: [claim.set('iat', now(0, 'decimal'))],
  }),
  observes({
    id: 'iat-exponent',
    title: 'may refuse an iat that is written in scientific notation',
    requirements: ['RFC9449-4.3-11e'],
    why: 'RFC 8259 §6: the same number in another notation; RFC 7519 §2 asks for a number.',
    delta: [claim.set('iat', now(0, 'exponent'))],
  }),
  observes({
    id: 'exp-1e400',
    title: 'may refuse an exp of 1e400',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('exp', jsonText('1e400'))],
  }),
];

import fc from 'fast-check';
import type { Op } from '../../plan/ops.ts';
import type { PlanValue } from '../../plan/values.ts';
import { rewritten } from './metamorphic.ts';
import { claimNames, type FuzzPlace, isOpFor, singleOps } from './vocabulary.ts';

const made = new Map<string, fc.Arbitrary<readonly Op[]>>();

/** Deltas of up to so many ops. Symbolic throughout: no clock, no random text, so that the same seed gives the same list. */
export function deltas(place: FuzzPlace, maxOps: number, canMint: boolean): fc.Arbitrary<readonly Op[]> {
  const key = `${place} ${maxOps} ${canMint}`;
  const arbitrary = made.get(key) ?? deltasAt(place, maxOps, canMint);
  made.set(key, arbitrary);
  return arbitrary;
}

/** Half of the pairs are one change beside a lawful rewrite. */
function deltasAt(place: FuzzPlace, maxOps: number, canMint: boolean): fc.Arbitrary<readonly Op[]> {
  const any = fc.array(opAt(place, canMint), { minLength: 1, maxLength: maxOps, size: 'max' });
  return maxOps === 2 ? fc.oneof(any, rewritten(place, canMint)) : any;
}

/** Mostly ops there is a reason for; now and then one with any value at all. */
function opAt(place: FuzzPlace, canMint: boolean): fc.Arbitrary<Op> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...singleOps(place, canMint)) },
    { weight: 2, arbitrary: anyMember.filter((op) => isOpFor(place, op)) },
    { weight: 1, arbitrary: anyBytes },
    { weight: 1, arbitrary: fc.record({ op: fc.constant('proof-text' as const), text: printable }) },
  );
}

/** As the unit `binary` of fast-check, which takes a second and two hundred megabytes to list them all. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));

const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });

const anyValue: fc.Arbitrary<PlanValue> = fc.oneof(
  printable,
  fc.string({ unit: anyCharacter, maxLength: 12 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('"$"')) as fc.Arbitrary<PlanValue>,
  fc.integer({ min: -100_000, max: 100_000 }).map((plus): PlanValue => ({ $: 'now', plus })),
  fc.integer({ min: 1, max: 900 }).map((bytes): PlanValue => ({ $: 'random', bytes })),
);

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...claimNames, 'ath', 'nonce', 'typ', 'alg', 'jwk', 'exp', 'nbf', 'iss') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }) },
);

const anyMember: fc.Arbitrary<Op> = fc
  .tuple(fc.constantFrom('header-set' as const, 'claim-set' as const), name, anyValue)
  .map(([op, member, value]): Op => ({ op, name: member, value }));

const at = fc.integer({ min: 0, max: 1000 });
const oneCharacter = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 2 });

const anyBytes: fc.Arbitrary<Op> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('proof' as const, 'header' as const, 'payload' as const, 'signature' as const),
      fc.constantFrom('truncate' as const, 'drop' as const, 'flip' as const, 'double' as const, 'swap-case' as const),
      at,
    )
    .map(([of, edit, place]): Op => ({ op: 'bytes', of, edit, at: place })),
  fc
    .tuple(at, oneCharacter)
    .map(([place, text]): Op => ({ op: 'bytes', of: 'proof', edit: 'insert', at: place, text })),
  fc
    .tuple(fc.constantFrom('header' as const, 'payload' as const), at, oneCharacter)
    .map(([part, place, text]): Op => ({ op: 'json-bytes', part, edit: 'insert', at: place, text })),
);

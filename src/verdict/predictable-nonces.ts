import { type CheckResult, result } from './check-result.ts';

export type SeenNonce = {
  readonly text: string;
  /** Seconds since the epoch, by our clock. */
  readonly at: number;
};

const expected = 'nonces that nobody can predict';

/** Fewer different ones show no pattern: a server may give all clients one value for a time. */
const enough = 4;

/**
 * RFC 9449 §8: a nonce is unpredictable. Only what is grossly predictable shows from outside; everything opaque, encrypted
 * times and times beside a MAC among it, passes.
 */
export function judgeNonces(seen: readonly SeenNonce[]): CheckResult {
  const [first] = seen;
  if (first === undefined) return result(undefined, expected, 'No nonce was seen');
  const example = `for example ${JSON.stringify(first.text)}`;
  const found = (what: string): CheckResult => result(false, expected, `${what} in ${seen.length} seen, ${example}`);
  if (seen.every(({ text }) => bits(text) < tinyBits)) return found('no more than a few characters');
  if (seen.every(isTime)) return found('the time of day');
  if (seen.length < enough) return result(undefined, expected, `Only ${seen.length} different nonces were seen`);
  if (isCounter(seen.map(({ text }) => text))) return found('numbers that count');
  return result(true, expected, `No pattern in ${seen.length} different nonces`);
}

const tinyBits = 24;

/** The most that a text of this length and alphabet can hold. */
function bits(text: string): number {
  const alphabet = /^\d*$/.test(text) ? 10 : /^[\da-f]*$|^[\dA-F]*$/.test(text) ? 16 : 94;
  return text.length * Math.log2(alphabet);
}

const hour = 3600;
const units = [1, 1000, 1_000_000, 1_000_000_000];

/** Nothing but a time within the hour, in any unit, in decimal, hexadecimal or base64url of either. */
function isTime({ text, at }: SeenNonce): boolean {
  const decoded = /^[\w-]{10,}$/.test(text) ? Buffer.from(text, 'base64url').toString('latin1') : '';
  return [text, decoded].some((one) =>
    numbers(one).some((value) => units.some((unit) => Math.abs(value / unit - at) < hour)),
  );
}

function numbers(text: string): readonly number[] {
  return [
    ...(/^\d{10,19}$/.test(text) ? [Number(text)] : []),
    ...(/^[\da-f]{8,16}$/i.test(text) ? [Number(`0x${text}`)] : []),
  ];
}

/** However many others ask meanwhile, a counter leaves small gaps; random numbers of this size leave huge ones. */
const smallGap = 64n;

function isCounter(texts: readonly string[]): boolean {
  const values = countable(texts);
  const sorted = values.toSorted((a, b) => (a < b ? -1 : 1));
  const gaps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0n));
  const middle = gaps.toSorted((a, b) => (a < b ? -1 : 1))[Math.floor(gaps.length / 2)];
  return middle !== undefined && middle <= smallGap;
}

/** The part that differs as numbers, where it is nothing but that: decimal, or the whole text hexadecimal. */
function countable(texts: readonly string[]): readonly bigint[] {
  const before = common(texts).replace(/\d+$/, '');
  const after = reversed(common(texts.map(reversed))).replace(/^\d+/, '');
  const rest = texts.map((text) => text.slice(before.length, text.length - after.length));
  if (rest.every((text) => /^\d+$/.test(text))) return rest.map(BigInt);
  return texts.every((text) => /^[\da-f]{1,32}$/i.test(text)) ? texts.map((text) => BigInt(`0x${text}`)) : [];
}

/** The longest beginning that all texts share. */
function common([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const text of others) while (!text.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function reversed(text: string): string {
  return text.split('').toReversed().join('');
}

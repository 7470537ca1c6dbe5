import type { Transcript } from '../../record/transcript.ts';
import { maskPattern } from '../text/mask.ts';

type Request = Transcript['request'];

/** Lines of the two requests that differ, by number: 0 is the request line, then the fields, last the body. */
export type RequestMarks = { readonly control: readonly number[]; readonly tested: readonly number[] };

export function diffRequests(control: Request, tested: Request): RequestMarks {
  return { control: linesNotIn(control, tested), tested: linesNotIn(tested, control) };
}

function linesNotIn(request: Request, other: Request): readonly number[] {
  const marks: number[] = [];
  if (request.method !== other.method || request.url !== other.url) marks.push(0);
  for (const [index, line] of request.fields.entries()) {
    if (!isLike(line, request, other)) marks.push(index + 1);
  }
  if (request.body !== undefined && withoutFingerprints(request.body) !== withoutFingerprints(other.body)) {
    marks.push(request.fields.length + 1);
  }
  return marks;
}

function isLike([name, value]: readonly [string, string], request: Request, other: Request): boolean {
  if (name.toLowerCase() === 'dpop') return isProofShaped(value) && count(name, request) === count(name, other);
  if (name.toLowerCase() === 'content-length') return count(name, other) === 1;
  return other.fields.some(([theirName, theirValue]) => theirName === name && theirValue === value);
}

/** No two proofs are the same text. What differs inside them is shown member by member, by `diffProofs`. */
function isProofShaped(value: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value.trim());
}

function count(name: string, { fields }: Request): number {
  return fields.filter(([theirName]) => theirName === name).length;
}

/** Codes and client assertions are new with every request; in a body only the kind of secret is compared. */
function withoutFingerprints(body: string | undefined): string | undefined {
  return body?.replaceAll(maskPattern, '‹$1›');
}
